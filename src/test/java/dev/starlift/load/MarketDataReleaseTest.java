package dev.starlift.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.problem.ExitCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MarketDataReleaseTest {
  private static final String SPARK = "jobs/market-data.conf";
  private static final String PROCEDURE = "jobs/market-data-procedure.conf";
  private static final String DATE = "date=2019-06-28";

  private MarketBed bed;

  @BeforeEach
  void unload() {
    bed = new MarketBed();
    bed.put("oltp_uploads/sector.csv", "4,\"Energy\"", "5,\"Health Care\"");
    bed.put("oltp_uploads/industry.csv", "17,\"Oil Refining\"", "18,\"Biotech\"");
    bed.put(
        "oltp_uploads/security.csv",
        "120,\"ACME\",\"Acme Oil Corp\",12.5,340000000,1999,4,17,\"2019-06-28\"",
        "121,\"BIO\",\"Bio \"\"Gen\"\" Inc\",,45600000.25,,5,18,\"2019-06-28\"",
        "122,\"LOST\",\"No Sector plc\",1.10,,,,17,\"2019-06-28\"");
    bed.put(
        "oltp_uploads/eod_price.csv",
        "\"ACME\",\"2019-06-28\",12.1,12.8,12.0,12.5,150300",
        "\"BIO\",\"2019-06-28\",10000.01,10000.99,9999.99,10000.10,7",
        "\"LOST\",\"2019-06-28\",1.00,1.20,1.00,1.10,5",
        "\"GHOST\",\"2019-06-28\",2.00,2.20,2.00,2.10,5");
    bed.put("notification/notification.txt");
    bed.put("notification2/notification.txt");
  }

  @Test
  void bothJobsGiveTheSameRows() {
    assertThat(bed.run(SPARK, DATE)).isEqualTo(ExitCode.DONE);
    System.out.println(String.join("\n", bed.said()));
    System.out.println(bed.query("SELECT * FROM olap.market_data"));
    bed.said().clear();
    assertThat(bed.run(SPARK, DATE)).isEqualTo(ExitCode.DONE);
    System.out.println(String.join("\n", bed.said()));
    bed.said().clear();
    unload();
    assertThat(bed.run(PROCEDURE, DATE)).isEqualTo(ExitCode.DONE);
    System.out.println(String.join("\n", bed.said()));
    System.out.println(bed.query("SELECT * FROM olap.market_data"));
    bed.said().clear();
    assertThat(bed.run(PROCEDURE, DATE)).isEqualTo(ExitCode.DONE);
    System.out.println(String.join("\n", bed.said()));
    System.out.println(bed.warehouse().journal());
  }
}
