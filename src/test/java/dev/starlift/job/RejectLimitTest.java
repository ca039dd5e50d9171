package dev.starlift.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RejectLimitTest {
  @ParameterizedTest
  @CsvSource({"0,0,10,true", "0,1,10,false", "5,5,5,true", "5,6,1000000,false"})
  void aNumberOfRowsIsAllowedWhateverWasRead(long limit, long rejected, long read, boolean ok) {
    assertThat(new RejectLimit.Rows(limit).allows(rejected, read)).isEqualTo(ok);
  }

  @ParameterizedTest
  @CsvSource({
    "1,10,1000,true",
    "1,11,1000,false",
    "0.1,1,1000,true",
    "0.1,2,1000,false",
    "0,0,0,true",
    "100,7,7,true",
    "0,1,1000000,false"
  })
  void aPercentageIsOfTheRowsRead(BigDecimal percent, long rejected, long read, boolean ok) {
    assertThat(new RejectLimit.Percent(percent).allows(rejected, read)).isEqualTo(ok);
  }
}
