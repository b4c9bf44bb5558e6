package dev.upcall.core.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.audio.AudioSpec;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Refused;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WavReaderTest {
  private static final int RATE = 8000;
  private static final AudioSpec AUDIO =
      new AudioSpec(AudioSpec.Kind.LOG_MEL, RATE, 16, 16, 2, 2, 0, 4000, -90, 0, 0);

  /** One frame: 16 samples. */
  private static final int BYTES = 32;

  @TempDir Path folder;

  private static SampleSpec spec(String... entries) {
    return new SampleSpec(
        List.of(1, 2, 1),
        -32768,
        32767,
        List.of("no", "yes"),
        Optional.of(AUDIO),
        BYTES,
        Arrays.stream(entries).findFirst());
  }

  private static Dataset read(Path path, String... entries) {
    return new DatasetReader(spec(entries)).read(path);
  }

  /** A header of 44 bytes and so many samples of that value. */
  private static byte[] wav(int format, int channels, int rate, int bits, int samples, int value) {
    ByteBuffer wav = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
    wav.put(ascii("RIFF")).putInt(36 + 2 * samples).put(ascii("WAVE"));
    wav.put(ascii("fmt ")).putInt(16).putShort((short) format).putShort((short) channels);
    wav.putInt(rate).putInt(2 * rate).putShort((short) 2).putShort((short) bits);
    wav.put(ascii("data")).putInt(2 * samples);
    while (wav.hasRemaining()) {
      wav.putShort((short) value);
    }
    return wav.array();
  }

  private static byte[] wav(int samples, int value) {
    return wav(1, 1, RATE, 16, samples, value);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private Path zip(Map<String, byte[]> entries) throws IOException {
    Path path = folder.resolve("recordings.zip");
    try (OutputStream out = Files.newOutputStream(path);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return path;
  }

  @Test
  void readsAZipByNameAndLabelsByWhatNamesBeginWith() throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    entries.put("all/1_b_0.wav", wav(16, 258));
    entries.put("all/no_a_0.wav", wav(16, -1));
    entries.put("all/LICENCE", ascii("a text"));
    Dataset data = read(zip(entries));
    assertArrayEquals(new int[] {1, 0}, data.labels());
    assertEquals(BYTES, data.raw(0).length);
    assertEquals(2, data.raw(0)[0]);
    assertEquals(1, data.raw(0)[1]);
    assertEquals(-1, data.raw(1)[31]);
  }

  @Test
  void readsAFolderOfFoldersThatAreClasses() {
    TestFiles.write(folder.resolve("yes/0_anna.wav"), wav(16, 5));
    TestFiles.write(folder.resolve("no/1_anna.wav"), wav(16, 6));
    Dataset data = read(folder);
    assertArrayEquals(new int[] {0, 1}, data.labels());
    assertEquals(6, data.raw(0)[0]);
  }

  @Test
  void readsWhoseNamesMatchAlone() throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    entries.put("0_anna_0.wav", wav(16, 1));
    entries.put("0_otto_0.wav", wav(16, 2));
    entries.put("1_otto_1.wav", wav(16, 3));
    Path zip = zip(entries);
    assertEquals(2, read(zip, "*_otto_*.wav").size());
    assertEquals(2, read(zip, "*_{0,2}.wav").size());
    Refused.with(DataCode.EMPTY, () -> read(zip, "*_emma_*.wav"));
  }

  @Test
  void namesEndInAnyCase() throws IOException {
    TestFiles.write(folder.resolve("some/0_A.WAV"), wav(16, 1));
    TestFiles.write(folder.resolve("some/1_B.Wav"), wav(16, 2));
    assertArrayEquals(new int[] {0, 1}, read(folder.resolve("some")).labels());
    Path zip = Files.move(zip(Map.of("1_A.WAV", wav(16, 3))), folder.resolve("DATA.ZIP"));
    assertArrayEquals(new int[] {1}, read(zip).labels());
    Path compressed = TestFiles.write(folder.resolve("0_C.WAV.GZ"), TestFiles.gzip(wav(16, 4)));
    assertEquals(4, read(compressed).raw(0)[0]);
  }

  @Test
  void chooseAmongRecordingsThatAreListed() {
    Path anna = TestFiles.write(folder.resolve("0_anna.wav"), wav(16, 1));
    Path otto = TestFiles.write(folder.resolve("1_otto.wav.gz"), TestFiles.gzip(wav(16, 2)));
    DatasetReader reader = new DatasetReader(spec("*_otto.wav"));
    Dataset data = reader.read(List.of(anna, otto), Optional.empty());
    assertArrayEquals(new int[] {1}, data.labels());
    assertEquals(2, data.raw(0)[0]);
    Diagnostic none =
        Refused.with(DataCode.EMPTY, () -> reader.read(List.of(anna), Optional.empty()));
    assertEquals("no recording called *_otto.wav", none.found());
    Refused.with(DataCode.EMPTY, () -> reader.read(anna));
  }

  @Test
  void entriesAreRefusedOfWhatIsNoRecording() {
    SampleSpec tiny = TestFiles.TINY;
    SampleSpec chosen =
        new SampleSpec(
            tiny.shape(),
            tiny.rawMin(),
            tiny.rawMax(),
            tiny.classes(),
            Optional.empty(),
            tiny.size(),
            Optional.of("*_otto.csv"));
    Path csv = TestFiles.write(folder.resolve("a.csv"), "1,2,3,4,0\n");
    Diagnostic refused = Refused.with(DataCode.ENTRIES, () -> new DatasetReader(chosen).read(csv));
    assertTrue(refused.toString().contains("in the format csv"), refused.toString());
  }

  @Test
  void keepsTheMiddleAndSurroundsWithSilence() {
    byte[] shorter = WavFile.fitted(new byte[] {1, 2, 3, 4}, 10);
    assertArrayEquals(new byte[] {0, 0, 1, 2, 3, 4, 0, 0, 0, 0}, shorter);
    byte[] longer = WavFile.fitted(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 4);
    assertArrayEquals(new byte[] {3, 4, 5, 6}, longer);
    assertArrayEquals(new byte[] {1, 2}, WavFile.fitted(new byte[] {1, 2}, 2));
  }

  @Test
  void skipsOtherChunksOddOnesToo() {
    byte[] plain = wav(16, 9);
    byte[] list = TestFiles.join(ascii("LIST"), new byte[] {3, 0, 0, 0}, new byte[4]);
    byte[] start = Arrays.copyOf(plain, 12);
    byte[] rest = Arrays.copyOfRange(plain, 12, plain.length);
    Path path =
        TestFiles.write(folder.resolve("yes_0.wav"), TestFiles.join(start, list, rest, list));
    assertEquals(9, read(path).raw(0)[0]);
  }

  @Test
  void refusesOtherRatesAndKinds() {
    byte[][] wrong = {
      wav(1, 1, 16_000, 16, 16, 0),
      wav(1, 2, RATE, 16, 16, 0),
      wav(1, 1, RATE, 8, 16, 0),
      wav(3, 1, RATE, 16, 16, 0)
    };
    for (byte[] bytes : wrong) {
      Path path = TestFiles.write(folder.resolve("yes_0.wav"), bytes);
      Diagnostic refused = Refused.with(DataCode.TYPE, () -> read(path));
      assertTrue(refused.toString().contains("1 channel of 16 bits, 8000 Hz"), refused.toString());
    }
  }

  @Test
  void refusesWhatIsDamagedOrCutShort() {
    byte[] whole = wav(16, 1);
    for (int length : new int[] {0, 3, 11, 20, 40, 60}) {
      Path path = TestFiles.write(folder.resolve("yes_0.wav"), Arrays.copyOf(whole, length));
      Refused.with(DataCode.TRUNCATED, () -> read(path));
    }
    byte[] endless = whole.clone();
    endless[43] = -1;
    byte[] odd = whole.clone();
    odd[40] = 31;
    byte[] other = whole.clone();
    other[9] = 'A';
    other[10] = 'I';
    byte[] early = whole.clone();
    System.arraycopy(ascii("data"), 0, early, 12, 4);
    byte[] cutOff = wav(0, 0);
    for (byte[] bytes : new byte[][] {endless, odd, other, early, cutOff}) {
      Path path = TestFiles.write(folder.resolve("yes_0.wav"), bytes);
      Refused.with(DataCode.MALFORMED, () -> read(path));
    }
  }

  @Test
  void refusesNamesThatSayNoClass() {
    Path path = TestFiles.write(folder.resolve("yse_0.wav"), wav(16, 1));
    Diagnostic refused = Refused.with(DataCode.LABEL, () -> read(path));
    assertTrue(refused.toString().contains("did you mean \"yes\"?"), refused.toString());
    Path index = TestFiles.write(folder.resolve("2_0.wav"), wav(16, 1));
    Refused.with(DataCode.LABEL, () -> read(index));
  }

  @Test
  void refusesZipsThatAreNoneOrLeaveTheirFolder() throws IOException {
    Path none = TestFiles.write(folder.resolve("a.zip"), "no zip");
    Refused.with(DataCode.UNREADABLE, () -> read(none));
    Path leaving = zip(Map.of("../yes_0.wav", wav(16, 1)));
    Refused.with(DataCode.UNSAFE, () -> read(leaving));
    Path noPath = zip(Map.of("yes\0.wav", wav(16, 1)));
    Diagnostic refused = Refused.with(DataCode.UNSAFE, () -> read(noPath));
    assertTrue(refused.found().contains("no path"), refused.found());
  }

  @Test
  void refusesZipsOfMoreThanIsRead() throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    for (int i = 0; i < 3; i++) {
      entries.put("1_%d.wav".formatted(i), wav(10_000, i));
    }
    Path zip = zip(entries);
    assertEquals(3, new DatasetReader(spec(), new DataLimits(60_132, 10)).read(zip).size());
    DatasetReader less = new DatasetReader(spec(), new DataLimits(60_131, 10));
    Diagnostic refused = Refused.with(DataCode.TOO_LARGE, () -> less.read(zip));
    assertTrue(refused.at().contains("1_2.wav"), refused.at());
  }

  @Test
  void refusesFoldersWithOneThatCannotBeRead() throws IOException {
    TestFiles.write(folder.resolve("yes_0.wav"), wav(16, 1));
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Assumptions.assumeTrue(
        closed.toFile().setReadable(false) && !Files.isReadable(closed),
        "a user who may read everything");
    Refused.with(DataCode.UNREADABLE, () -> read(folder));
  }

  @Test
  void soundIsReadFromRecordingsAndNothingElseFromThem() {
    Path csv = TestFiles.write(folder.resolve("a.csv"), "1,2,0\n");
    Diagnostic refused = Refused.with(DataCode.FORMAT, () -> read(csv));
    assertTrue(refused.toString().contains("csv for raw int16"), refused.toString());
    Path wav = TestFiles.write(folder.resolve("yes_0.wav"), wav(16, 1));
    Refused.with(DataCode.FORMAT, () -> new DatasetReader(TestFiles.TINY).read(wav));
  }
}
