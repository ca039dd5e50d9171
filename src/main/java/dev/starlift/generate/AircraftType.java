package dev.starlift.generate;

/** The types in the fleet. Each flies every route: the longest is under 2,800 miles. */
enum AircraftType {
  A320("Airbus", "A320-200", 12, 0, 36, 102, 3_300, 170),
  A321("Airbus", "A321neo", 20, 0, 36, 140, 4_000, 165),
  A330("Airbus", "A330-300", 0, 34, 40, 208, 6_350, 330),
  B737("Boeing", "737-800", 16, 0, 42, 102, 3_383, 177),
  B757("Boeing", "757-200", 0, 16, 45, 115, 3_915, 215),
  B777("Boeing", "777-200", 8, 40, 52, 176, 6_027, 410);

  final String manufacturer;
  final String model;
  final int rangeMiles;

  /** Hundredths of a gallon for a mile. */
  final int fuelPerMile;

  private final int first;
  private final int business;
  private final int economyPlus;
  private final int economy;

  AircraftType(
      String manufacturer,
      String model,
      int first,
      int business,
      int economyPlus,
      int economy,
      int rangeMiles,
      int fuelPerMile) {
    this.manufacturer = manufacturer;
    this.model = model;
    this.first = first;
    this.business = business;
    this.economyPlus = economyPlus;
    this.economy = economy;
    this.rangeMiles = rangeMiles;
    this.fuelPerMile = fuelPerMile;
  }

  int seats(Cabin cabin) {
    return switch (cabin) {
      case FIRST -> first;
      case BUSINESS -> business;
      case ECONOMY_PLUS -> economyPlus;
      case ECONOMY -> economy;
    };
  }

  int seats() {
    return first + business + economyPlus + economy;
  }

  /** Seats are numbered from 0 at the front. */
  Cabin cabinOf(int seat) {
    if (seat < first) {
      return Cabin.FIRST;
    }
    if (seat < first + business) {
      return Cabin.BUSINESS;
    }
    return seat < first + business + economyPlus ? Cabin.ECONOMY_PLUS : Cabin.ECONOMY;
  }
}
