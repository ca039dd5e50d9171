package dev.starlift.sandbox.copy;

/** The names that 'auto' knows for an offset from UTC. */
enum ZoneName {
  UTC(0),
  GMT(0),
  EST(-5),
  EDT(-4),
  CST(-6),
  CDT(-5),
  MST(-7),
  MDT(-6),
  PST(-8),
  PDT(-7),
  CEST(2),
  CET(1);

  private final int hours;

  ZoneName(int hours) {
    this.hours = hours;
  }

  /** East of UTC. */
  int hours() {
    return hours;
  }
}
