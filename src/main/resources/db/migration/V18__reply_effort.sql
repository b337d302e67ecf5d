-- How long a model that thinks may think before it replies: low, medium or high.

alter table conversation add column effort text;
