package io.parley.api;

import io.parley.platform.Problem;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a call of the API may be refused with, besides what every call may be: `internal`. The
/// API's description names it at the operation ([ApiProblems]).
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Refuses {
  Problem[] value();
}
