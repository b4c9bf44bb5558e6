package dev.upcall.core.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Refused;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvReaderTest {
  @TempDir Path folder;

  private Dataset read(String text) {
    Path file = TestFiles.write(folder.resolve("t.csv"), text);
    return new DatasetReader(TestFiles.TINY).read(file);
  }

  @Test
  void readsLinesOfValuesAndALabel() {
    Dataset data = read("0,1,2,255,0\n4, 5 ,6,7,1\n");
    assertEquals(2, data.size());
    assertArrayEquals(TestFiles.bytes(0, 1, 2, 255), data.raw(0));
    assertArrayEquals(TestFiles.bytes(4, 5, 6, 7), data.raw(1));
    assertEquals(1, data.label(1));
    assertEquals("t.csv", data.name());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'a,b,c,d,label\n1,2,3,4,1\n'",
        "'\"a\",\"b\"\r\n1,2,3,4,1\r\n'",
        "'# made by hand, 2, 3\n\n1,2,3,4,1'",
        "'1,2,3,4,yes\n\n\n'",
        "'+1,02,3,4,1'"
      })
  void toleratesHeadersEmptyLinesAndClassNames(String text) {
    Dataset data = read(text);
    assertEquals(1, data.size());
    assertArrayEquals(TestFiles.bytes(1, 2, 3, 4), data.raw(0));
    assertEquals(1, data.label(0));
  }

  @Test
  void aHeaderMaySayWhereLabelAndAnswerAre() {
    Dataset data =
        read(
            """
            v0,v1,v2,v3,answer,label,sure
            1,2,3,4,no,,0.5
            1,2,3,4,no,yes,0.5
            1,2,3,4,0,1,
            1,2,3,4,yes,no,x
            """);
    assertArrayEquals(new int[] {0, 1, 1, 0}, data.labels());
    data = read("a,b,c,d,id,label\n1,2,3,4,17,yes\n");
    assertArrayEquals(new int[] {1}, data.labels());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,2,3,4,no        | SHAPE | t.csv:2, column 5 | 5 columns",
        "1,2,3,4,no,,0.5,1 | SHAPE | t.csv:2, column 7 | more than 7 columns",
        "1,2,3,4,no,2,0.5  | LABEL | t.csv:2, column 6 | 0 to 1",
        "1,2,3,4,no,?,0.5  | VALUE | t.csv:2, column 6 | a class of ensemble.yaml",
        "1,2,3,4,,,0.5     | VALUE | t.csv:2, column 5 | a class of ensemble.yaml",
        "1,2,3,x,no,,0.5   | VALUE | t.csv:2, column 4 | a whole number"
      })
  void refusesLinesThatAreNotAsTheHeaderSays(String line, DataCode code, String at, String need) {
    Diagnostic error = Refused.with(code, () -> read("a,b,c,d,answer,label,sure\n" + line + "\n"));
    assertEquals(at, error.at());
    assertTrue(error.toString().contains(need), error::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,2,3,4        | SHAPE | t.csv:2, column 4 | 4 columns",
        "1,2,3,4,5,1    | SHAPE | t.csv:2, column 5 | more than 5 columns",
        "1,2,3,4,2      | LABEL | t.csv:2, column 5 | 0 to 1",
        "1,2,3,4,-1     | LABEL | t.csv:2, column 5 | 0 to 1",
        "1,2,3,4,maybe  | VALUE | t.csv:2, column 5 | a class of ensemble.yaml",
        "1,2,3,4,       | VALUE | t.csv:2, column 5 | a class of ensemble.yaml",
        "1,2,256,4,1    | VALUE | t.csv:2, column 3 | 0 to 255",
        "1,-2,3,4,1     | VALUE | t.csv:2, column 2 | 0 to 255",
        "1,2.5,3,4,1    | VALUE | t.csv:2, column 2 | a whole number",
        "1,NaN,3,4,1    | VALUE | t.csv:2, column 2 | a whole number",
        "1,,3,4,1       | VALUE | t.csv:2, column 2 | a whole number",
        "1,9999999999,3,4,1 | VALUE | t.csv:2, column 2 | a whole number",
      })
  void refuses(String line, DataCode code, String at, String said) {
    Diagnostic diagnostic = Refused.with(code, () -> read("1,2,3,4,0\n" + line));
    assertEquals(at, diagnostic.at());
    assertTrue(diagnostic.toString().contains(said), diagnostic::toString);
  }

  @Test
  void takesNoSampleForAHeader() {
    Diagnostic diagnostic = Refused.with(DataCode.VALUE, () -> read("NaN,2,3,4,1\n1,2,3,4,0\n"));
    assertEquals("t.csv:1, column 1", diagnostic.at());
    assertTrue(diagnostic.found().contains("NaN"), diagnostic::toString);
  }

  @Test
  void refusesEmptyFiles() {
    Refused.with(DataCode.EMPTY, () -> read(""));
    Refused.with(DataCode.EMPTY, () -> read("a,b,c,d,label\n"));
  }

  @Test
  void refusesACellWithoutEnd() {
    Refused.with(DataCode.MALFORMED, () -> read("1" + "0".repeat(1000)));
  }

  @Test
  void readsCompressedFilesAndRefusesDamagedOnes() {
    byte[] zipped = TestFiles.gzip("1,2,3,4,1\n".repeat(100).getBytes(StandardCharsets.UTF_8));
    DatasetReader reader = new DatasetReader(TestFiles.TINY);
    Path whole = TestFiles.write(folder.resolve("z.csv.gz"), zipped);
    assertEquals(100, reader.read(whole).size());
    // The same file is found by its name without .gz.
    assertEquals(100, reader.read(folder.resolve("z.csv")).size());

    byte[] half = Arrays.copyOf(zipped, zipped.length / 2);
    Path cut = TestFiles.write(folder.resolve("cut.csv.gz"), half);
    Refused.with(DataCode.TRUNCATED, () -> reader.read(cut));
    Path plain = TestFiles.write(folder.resolve("plain.csv.gz"), "1,2,3,4,1\n");
    Refused.with(DataCode.MALFORMED, () -> reader.read(plain));
    Path none = TestFiles.write(folder.resolve("none.csv.gz"), new byte[0]);
    Refused.with(DataCode.TRUNCATED, () -> reader.read(none));
  }

  @Test
  void stopsAtTheLimitOfABomb() {
    byte[] zeros = "0,0,0,0,0\n".repeat(20_000).getBytes(StandardCharsets.UTF_8);
    Path bomb = TestFiles.write(folder.resolve("bomb.csv.gz"), TestFiles.gzip(zeros));
    DatasetReader byBytes = new DatasetReader(TestFiles.TINY, new DataLimits(100_000, 1_000_000));
    Refused.with(DataCode.TOO_LARGE, () -> byBytes.read(bomb));
    DatasetReader byCount = new DatasetReader(TestFiles.TINY, new DataLimits(1_000_000, 100));
    Refused.with(DataCode.TOO_LARGE, () -> byCount.read(bomb));
  }

  @Test
  void holdsTheRangeOfTheManifest() {
    SampleSpec range = new SampleSpec(List.of(2), 0, 16, List.of("no", "yes"));
    Path file = TestFiles.write(folder.resolve("r.csv"), "16,17,0\n");
    Diagnostic diagnostic = Refused.with(DataCode.VALUE, () -> new DatasetReader(range).read(file));
    assertTrue(diagnostic.need().startsWith("0 to 16"), diagnostic::toString);
  }
}
