package dev.starlift.generate;

import dev.starlift.generate.Draws.Subject;
import dev.starlift.generate.Operations.Status;
import dev.starlift.generate.Timetable.Flight;

/**
 * {@code bookings/part-NNNNN.jsonl}: booked 60 to 1 days before the as-of date, travelling 1 to 90
 * days later, on a flight that is flown on that day.
 *
 * <p>A flight on a day is a slot. Bookings are dealt round and round over the slots like cards, so
 * that each booking has a seat of its own on its flight and no cabin is ever overbooked. With few
 * bookings only some slots take part, and each of those gets {@link #PARTY} of them.
 */
final class BookingRows implements Rows {
  static final int FIRST_TRAVEL_DAY = -59;
  static final int TRAVEL_DAYS = 149;

  private static final int FIRST_BOOKING_DAY = -60;
  private static final int LAST_BOOKING_DAY = -1;
  private static final int MOST_DAYS_AHEAD = 90;
  static final int PARTY = 4;

  /** A prime, so that each seat of any aircraft comes once; this one spreads well over cabins. */
  private static final int SEAT_STEP = 811;

  private static final long BAG_FEE_CENTS = 3_500;
  private static final long AWARD_TAXES_CENTS = 560;
  private static final String[] CHANNELS = {"website", "mobile_app", "travel_agent", "call_center"};
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final long REFERENCES = 1L << 40; // eight digits of five bits

  private final AirlineScale scale;
  private final long asOf;
  private final Timetable timetable;
  private final Fleet fleet;
  private final Operations operations;
  private final Draws draws;
  private final JsonLine json = new JsonLine(Source.BOOKINGS.columns());
  private final long slotsUsed;
  private final Permutation slotOrder;
  private final Permutation references;

  BookingRows(AirlineScale scale, long seed, long asOf) {
    this.scale = scale;
    this.asOf = asOf;
    timetable = new Timetable(scale, seed);
    fleet = new Fleet(seed);
    operations = new Operations(seed);
    draws = new Draws(seed);
    long slots = (long) scale.operationsPerDay() * TRAVEL_DAYS;
    slotsUsed = Math.min(slots, (scale.bookings() + PARTY - 1) / PARTY);
    slotOrder = new Permutation(slots, draws.of(Subject.SLOT, 0));
    references = new Permutation(REFERENCES, draws.of(Subject.REFERENCE, 0));
  }

  @Override
  public void write(long row, TextBuffer out) {
    long slot = slotOrder.at(row % slotsUsed);
    int round = (int) (row / slotsUsed);
    int travelDay = FIRST_TRAVEL_DAY + (int) (slot / scale.operationsPerDay());
    int flightNumber = timetable.flown(asOf + travelDay, (int) (slot % scale.operationsPerDay()));
    Flight flight = timetable.flight(flightNumber);
    Cabin cabin = cabin(flightNumber, asOf + travelDay, slot, round);
    boolean flown = travelDay <= 0;
    boolean calledOff =
        flown && operations.status(flightNumber, asOf + travelDay) == Status.CANCELLED;

    draws.of(Subject.BOOKING, row);
    int bookingDay =
        draws.between(
            Math.max(FIRST_BOOKING_DAY, travelDay - MOST_DAYS_AHEAD),
            Math.min(LAST_BOOKING_DAY, travelDay - 1));
    long customer = draws.below((int) scale.customers());

    json.begin(out);
    reference(row, json.quoted());
    out.ascii('"');
    json.quoted().timestamp(asOf + bookingDay, draws.below(86_400)).ascii('"');
    json.quoted().date(asOf + travelDay).ascii('"');
    Timetable.flightNumber(flightNumber, json.quoted());
    out.ascii('"');
    json.text(flight.origin().code());
    json.text(flight.destination().code());
    CustomerRows.customerId(customer, json.quoted());
    out.ascii('"');
    json.text(CHANNELS[draws.below(CHANNELS.length)]);
    json.quoted()
        .ascii(cabin.fareClasses.charAt(draws.below(cabin.fareClasses.length())))
        .ascii('"');
    json.text(cabin.text);
    long fare = money(flight, cabin, customer, row);
    state(travelDay, bookingDay, calledOff, fare, out);
    json.end();
  }

  private Cabin cabin(int flight, long epochDay, long slot, int round) {
    AircraftType type = fleet.type(Fleet.ofLine(Timetable.lineOf(flight, epochDay)));
    int seats = type.seats();
    int firstSeat = draws.of(Subject.SEAT, epochDay, slot).below(seats);
    return type.cabinOf(seat(firstSeat, round, seats));
  }

  static int seat(int firstSeat, int round, int seats) {
    return (firstSeat + round * SEAT_STEP) % seats;
  }

  /** Writes fares, fees and miles. Returns the total fare in cents. */
  private long money(Flight flight, Cabin cabin, long customer, long row) {
    boolean member = CustomerRows.isMember(draws, customer);
    draws.of(Subject.BOOKING, row, 1);
    boolean award = member && draws.chance(50);
    long full = (4_000L + 12L * flight.miles()) * cabin.fareFactor / 10;
    long base = award ? 0 : full * draws.between(80, 140) / 100;
    long taxes = award ? AWARD_TAXES_CENTS : (base * 15 + 50) / 100;
    json.value().cents(base);
    json.value().cents(base + taxes);
    int bags = draws.below(3);
    json.value().number(bags);
    json.value().cents(bags * BAG_FEE_CENTS);
    json.value().cents(draws.chance(cabin.paysForSeat) ? draws.between(10, 60) * 100L : 0);
    json.value().cents(draws.chance(200) ? draws.between(500, 5_000) : 0);
    json.value().number(member ? base * 5 / 100 : 0);
    json.value().number(award ? full / 500 * 500 + 5_000 : 0);
    json.value().bool(award);
    return base + taxes;
  }

  /** Writes what became of the booking, and when the airline's system last changed it. */
  private void state(int travelDay, int bookingDay, boolean calledOff, long fare, TextBuffer out) {
    boolean flown = travelDay <= 0;
    boolean givenUp = !calledOff && draws.chance(40);
    boolean refunded = calledOff || (givenUp && draws.chance(700));
    boolean missed = flown && draws.chance(20);
    if (calledOff || givenUp) {
      json.text("cancelled");
    } else if (flown) {
      json.text(missed ? "no_show" : "flown");
    } else {
      json.text("confirmed");
    }
    json.value().bool(refunded);
    json.value().cents(refunded ? fare : 0);
    int changed = flown && !givenUp ? travelDay : bookingDay;
    json.quoted().timestamp(asOf + changed + 1, 6 * 3_600 + draws.below(3_600));
    out.ascii('"');
  }

  /** Eight characters, no two bookings the same. */
  private void reference(long row, TextBuffer out) {
    long number = references.at(row);
    for (int bits = 35; bits >= 0; bits -= 5) {
      out.ascii(DIGITS.charAt((int) (number >>> bits) & 31));
    }
  }
}
