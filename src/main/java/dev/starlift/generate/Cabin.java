package dev.starlift.generate;

/** From the front of the aircraft to its back. */
enum Cabin {
  FIRST("first", "FA", 35, 0),
  BUSINESS("business", "JCD", 30, 0),
  ECONOMY_PLUS("economy_plus", "WP", 14, 150),
  ECONOMY("economy", "YBMQ", 10, 300);

  /** As in the raw files. */
  final String text;

  /** One letter per fare class. */
  final String fareClasses;

  /** In tenths of an economy fare. */
  final int fareFactor;

  /** Of thousand travellers, how many pay for choosing a seat. */
  final int paysForSeat;

  Cabin(String text, String fareClasses, int fareFactor, int paysForSeat) {
    this.text = text;
    this.fareClasses = fareClasses;
    this.fareFactor = fareFactor;
    this.paysForSeat = paysForSeat;
  }
}
