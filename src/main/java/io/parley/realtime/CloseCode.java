package io.parley.realtime;

/// Why this side closes a connection, and whether the client should come back.
public enum CloseCode {
  GOING_AWAY(1001, true, "going away"),
  UNSUPPORTED_DATA(1003, false, "text frames only"),
  NOT_ALLOWED(1008, false, "not allowed"),
  TOO_BIG(1009, false, "too big"),
  RESTART(1012, true, "restart"),
  REMOVED(4003, false, "removed"),
  TOO_SLOW(4008, true, "too slow"),
  NO_JOIN(4010, true, "no join"),
  FLOODING(4029, true, "flooding");

  private final int wire;
  private final boolean mayReturn;
  private final String reason;

  CloseCode(int wire, boolean mayReturn, String reason) {
    this.wire = wire;
    this.mayReturn = mayReturn;
    this.reason = reason;
  }

  /// The code of RFC 6455, section 7.4: up to 2999 the standard's, from 4000 ours.
  public int wire() {
    return wire;
  }

  /// Whether the client should connect again, after a delay of its own, and resume.
  public boolean mayReturn() {
    return mayReturn;
  }

  public String reason() {
    return reason;
  }
}
