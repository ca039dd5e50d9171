package dev.starlift.generate;

import dev.starlift.generate.Draws.Subject;
import java.time.LocalDate;

/** {@code customers/part-NNNNN.jsonl}. Three of four customers are members of the programme. */
final class CustomerRows implements Rows {
  private static final long FIRST_REGISTRATION = LocalDate.of(2012, 1, 1).toEpochDay();
  private static final int REGISTRATION_DAYS = 2922; // to the end of 2019

  private final Draws draws;
  private final JsonLine json = new JsonLine(Source.CUSTOMERS.columns());

  CustomerRows(long seed) {
    draws = new Draws(seed);
  }

  /** What a member has flown so far decides the tier. */
  private enum Tier {
    BASIC("basic", 0, 24_999),
    SILVER("silver", 25_000, 49_999),
    GOLD("gold", 50_000, 99_999),
    PLATINUM("platinum", 100_000, 1_500_000);

    final String text;
    final int fewestMiles;
    final int mostMiles;

    Tier(String text, int fewestMiles, int mostMiles) {
      this.text = text;
      this.fewestMiles = fewestMiles;
      this.mostMiles = mostMiles;
    }
  }

  /** Such as C0000000042. */
  static void customerId(long customer, TextBuffer out) {
    out.ascii('C').number(customer, 10);
  }

  static boolean isMember(Draws draws, long customer) {
    return draws.of(Subject.CUSTOMER, customer).chance(750);
  }

  @Override
  public void write(long customer, TextBuffer out) {
    boolean member = isMember(draws, customer);
    Tier tier = tier(draws.below(100));
    json.begin(out);
    customerId(customer, json.quoted());
    out.ascii('"');
    if (member) {
      json.quoted().ascii("FF").number(customer, 10).ascii('"');
      json.text(tier.text);
    } else {
      json.absent();
      json.absent();
    }
    json.text(customerType(draws.below(100)));
    json.text(Airport.ALL.get(draws.below(Airport.ALL.size())).code());
    json.text("US");
    json.quoted().date(FIRST_REGISTRATION + draws.below(REGISTRATION_DAYS)).ascii('"');
    int miles = member ? draws.between(tier.fewestMiles, tier.mostMiles) : 0;
    json.value().number(miles);
    json.value().number(miles / draws.between(600, 1_400));
    json.value().bool(draws.chance(950));
    json.end();
  }

  private static Tier tier(int percent) {
    if (percent < 60) {
      return Tier.BASIC;
    }
    if (percent < 85) {
      return Tier.SILVER;
    }
    return percent < 95 ? Tier.GOLD : Tier.PLATINUM;
  }

  private static String customerType(int percent) {
    if (percent < 70) {
      return "leisure";
    }
    return percent < 93 ? "business" : "group";
  }
}
