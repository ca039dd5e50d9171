package dev.starlift.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.starlift.problem.ExitCode;
import dev.starlift.problem.StarliftException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How files of the market data's own suppliers are cleaned. */
class MarketUpstreamTest {
  private static final String JOB = "jobs/market-upstream.conf";
  private static final String HEADER =
      "Symbol,Name,LastSale,MarketCap,IPOyear,Sector,industry,Summary Quote";

  private final ProjectBed bed =
      new ProjectBed()
          .put("upstream/companies/list.csv", HEADER)
          .put("upstream/prices/day.txt", "<ticker>,<date>,<open>,<high>,<low>,<close>,<vol>");

  @Test
  void companiesAreCleaned() {
    bed.put(
        "upstream/companies/list.csv",
        HEADER,
        "A,\"Alpha, Inc\",12.5,$1.23B,1999,Energy,Oil,https://a",
        "\"B\",\"Beta\",\"n/a\",\"$45.6M\",\"n/a\",\"n/a\",\"n/a\",\"https://b\"",
        "C,Gamma,$0.0301,340000000,2001,Finance,n/a,",
        "D,Delta,n/a,n/a,n/a,Finance,Banks,");

    assertThat(bed.run(JOB)).isEqualTo(ExitCode.DONE);

    assertThat(bed.query("SELECT * FROM upstream.company"))
        .containsExactly(
            "A|Alpha, Inc|12.5000|1230000000.00|1999|Energy|Oil",
            "B|Beta|null|45600000.00|null|null|null",
            "C|Gamma|0.0301|340000000.00|2001|Finance|null",
            "D|Delta|null|null|null|Finance|Banks");
  }

  @ParameterizedTest
  @CsvSource({"LF,'\n'", "CRLF,'\r\n'", "CR,'\r'"})
  void pricesAreReadWhateverEndsTheirLines(String name, String end) {
    bed.putText(
        "upstream/prices/" + name + ".txt",
        String.join(
            end,
            "symbol,date,open,high,low,close,volume",
            "ACME,20190628,12.1,12.8,12.0,12.5,150300",
            "BIO,20190628,1,1,1,1,7",
            ""));

    assertThat(bed.run(JOB)).isEqualTo(ExitCode.DONE);

    assertThat(bed.query("SELECT symbol, eod_date, eod_price, volume FROM upstream.eod_price"))
        .containsExactly("ACME|2019-06-28|12.5000|150300", "BIO|2019-06-28|1.0000|7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"$1.2T", "1.2.3", "€5", "-1", "1,5B", "N/A"})
  void whatIsDirtyInAnotherWayIsARejectAndNoGuess(String marketCap) {
    bed.put("upstream/companies/list.csv", HEADER, "A,Alpha,1,\"%s\",1999,,,".formatted(marketCap));

    StarliftException refused = catchThrowableOfType(StarliftException.class, () -> bed.run(JOB));

    assertThat(refused.code()).isEqualTo(ExitCode.ROWS_REJECTED);
    assertThat(refused).hasMessageContaining("companies: 1 of 1 rows were rejected");
  }
}
