package dev.starlift.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class LineStartsTest {
  @Property
  void everyLineStartIsCountedHoweverTheBytesCome(
      @ForAll("text") List<Byte> text, @ForAll @IntRange(min = 1, max = 40) int atATime)
      throws Exception {
    byte[] bytes = new byte[text.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = text.get(i);
    }

    for (boolean returns : new boolean[] {false, true}) {
      assertThat(LineStarts.count(slowly(bytes, atATime), bytes.length - 1, returns))
          .isEqualTo(startsOneByOne(bytes, returns));
    }
  }

  private static long startsOneByOne(byte[] bytes, boolean returns) {
    long starts = 0;
    for (int at = 1; at < bytes.length; at++) {
      byte before = bytes[at - 1];
      if (before == '\n' || (returns && before == '\r' && bytes[at] != '\n')) {
        starts++;
      }
    }
    return starts;
  }

  private static InputStream slowly(byte[] bytes, int atATime) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] into, int offset, int length) {
        return super.read(into, offset, Math.min(length, atATime));
      }
    };
  }

  /** Line ends, and bytes that are one bit away from them. */
  @Provide
  Arbitrary<List<Byte>> text() {
    return Arbitraries.of(
            (byte) '\n',
            (byte) '\r',
            (byte) 'a',
            (byte) 0,
            (byte) 0x0B,
            (byte) 0x8A,
            (byte) 0x8D,
            (byte) 0xFF)
        .list()
        .ofMinSize(1)
        .ofMaxSize(100);
  }
}
