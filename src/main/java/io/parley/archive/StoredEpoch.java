package io.parley.archive;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/// An epoch of the log that the archive has seen. A later one has a higher number.
@Entity
@Immutable
@Table(name = "log_epoch")
@SuppressWarnings("NullAway.Init")
class StoredEpoch {
  @Id
  @Column(name = "no")
  private Integer number;

  private String epoch;

  protected StoredEpoch() {}

  int number() {
    return number;
  }

  String epoch() {
    return epoch;
  }
}
