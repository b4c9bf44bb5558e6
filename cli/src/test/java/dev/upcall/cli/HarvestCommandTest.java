package dev.upcall.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.upcall.cli.firmware.Home;
import dev.upcall.core.data.Dataset;
import dev.upcall.core.data.DatasetReader;
import dev.upcall.core.data.ProjectData;
import dev.upcall.core.data.SampleSpec;
import dev.upcall.core.diagnostic.Exit;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.project.Signature;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.ensemble.CombinedAnswer;
import dev.upcall.host.gateway.AnsweredUpcall;
import dev.upcall.host.harvest.HarvestPlace;
import dev.upcall.host.harvest.HarvestRetention;
import dev.upcall.host.harvest.HarvestWriter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a store of answered digits to files and back to data. */
class HarvestCommandTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int SAMPLES = 60;

  @TempDir static Path folder;
  private static Project project;
  private static Dataset digits;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** Sample n is answered n seconds into the year: rightly by the host, as 8 by the device. */
  @BeforeAll
  static void harvest() {
    project = ProjectLoader.load(Home.path("examples/digits"));
    digits = ProjectData.load(project).dataset().first(SAMPLES);
    HarvestPlace place = HarvestPlace.of(store(), Optional.empty(), Map.of());
    try (HarvestWriter writer = HarvestWriter.start(place, HarvestRetention.STANDARD)) {
      for (int n = 0; n < SAMPLES; n++) {
        writer.answered(answered(n));
      }
    }
  }

  private static String store() {
    return folder.resolve("store").toString();
  }

  private static AnsweredUpcall answered(int n) {
    byte[] signature = Signature.of(project);
    Header header = new Header(0xfedcba98, 7, n, Header.signatureOf(signature), 0, 0);
    byte[] input = new Preprocessor(project.manifest().input()).quantize(digits.raw(n));
    UpcallRequest upcall = new UpcallRequest(header, 8, Bytes.of(new byte[10]), Bytes.of(input));
    int label = digits.label(n);
    CombinedAnswer combined =
        new CombinedAnswer(
            label, n / 100f, new float[10], List.of("full", "wide"), Map.of("full", label));
    return new AnsweredUpcall(
        project,
        Bytes.of(signature),
        Optional.empty(),
        upcall,
        new Answer(header, label, n / 100f, 0b1001),
        combined,
        START.plusSeconds(n),
        Duration.ZERO);
  }

  private Exit run(String... options) {
    out.reset();
    err.reset();
    List<String> args = new ArrayList<>(List.of("harvest", project.folder().toString()));
    args.addAll(List.of("--from", store()));
    args.addAll(List.of(options));
    return new Main(stream(out), stream(err), false).run(args);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private Path export(String format, String name, String... options) {
    Path file = folder.resolve(name);
    List<String> all = new ArrayList<>(List.of("--to", format, "--out", file.toString()));
    all.addAll(List.of(options));
    assertEquals(
        Exit.OK, run(all.toArray(String[]::new)), () -> err.toString(StandardCharsets.UTF_8));
    return file;
  }

  private static Dataset read(Path file) {
    return new DatasetReader(SampleSpec.of(project.manifest(), Optional.empty())).read(file);
  }

  /** The newest comes first. */
  private static void assertSame(Dataset read) {
    assertEquals(SAMPLES, read.size());
    for (int n = 0; n < SAMPLES; n++) {
      assertArrayEquals(digits.raw(n), read.raw(SAMPLES - 1 - n), "sample " + n);
      assertEquals(digits.label(n), read.label(SAMPLES - 1 - n), "sample " + n);
    }
  }

  @Test
  void tellsWhatThereIs() throws IOException {
    assertEquals(Exit.OK, run("--json"));
    JsonNode result = new ObjectMapper().readTree(out.toByteArray());
    int samples = 0;
    int disagreeing = 0;
    for (JsonNode row : result.path("classes")) {
      samples += row.path("samples").asInt();
      disagreeing += row.path("disagreeing").asInt();
    }
    int eights = 0;
    for (int label : digits.labels()) {
      eights += label == 8 ? 1 : 0;
    }
    assertEquals(SAMPLES, samples);
    assertEquals(SAMPLES - eights, disagreeing);
    assertEquals(Exit.OK, run());
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("2026-01-01 00:00"));
  }

  @Test
  void npzAndCsvComeBackAsTheSameBytes() {
    assertSame(read(export("npz", "a.npz")));
    assertSame(read(export("csv", "a.csv")));
  }

  /** A person's label counts more than the ensemble's answer. */
  @Test
  void aCorrectedLabelIsRead() throws IOException {
    Path file = export("csv", "corrected.csv");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    List<String> cells = new ArrayList<>(List.of(lines.get(1).split(",", -1)));
    assertEquals("", cells.get(65));
    cells.set(65, "zero");
    lines.set(1, String.join(",", cells));
    Files.write(file, lines);
    Dataset corrected = read(file);
    assertEquals(0, corrected.label(0));
    assertEquals(digits.label(SAMPLES - 2), corrected.label(1));
  }

  @Test
  void filtersBeforeItWrites() {
    Dataset some =
        read(export("npz", "b.npz", "--since", "2026-01-01T00:00:20Z", "--max-confidence", "0.3"));
    assertEquals(11, some.size());
    assertArrayEquals(digits.raw(30), some.raw(0));
    assertEquals(5, read(export("csv", "b.csv", "--limit", "5")).size());
    String name = project.manifest().classes().get(digits.label(3));
    Dataset ones = read(export("npz", "c.npz", "--class", name));
    assertEquals(1, Arrays.stream(ones.labels()).distinct().count());
  }

  @Test
  void picturesAreFiledByClassAndCanBeSeen() throws IOException {
    Path pictures = export("png", "pictures", "--zoom", "4");
    String name = project.manifest().classes().get(digits.label(9));
    Path picture =
        pictures.resolve(
            name + "/20260101-000009_host-" + name + "-0.09_device-eight_fedcba98-00000007-9.png");
    BufferedImage image = ImageIO.read(picture.toFile());
    assertEquals(32, image.getWidth());
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 32; x++) {
        int raw = digits.raw(9)[y / 4 * 8 + x / 4];
        assertEquals(Math.round(raw * 255 / 16.0), image.getRaster().getSample(x, y, 0));
      }
    }
    List<String> index = Files.readAllLines(pictures.resolve("index.csv"));
    assertEquals(SAMPLES + 1, index.size());
    assertTrue(index.get(1).contains(",full+wide,full="), index.get(1));
  }

  @Test
  void writesOverNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.csv"), "mine");
    assertEquals(Exit.BAD_INPUT, run("--to", "csv", "--out", file.toString()));
    assertEquals("mine", Files.readString(file));
    assertEquals(Exit.USAGE, run("--to", "csv"));
    assertEquals(Exit.USAGE, run("--since", "yesterday"));
    assertEquals(Exit.BAD_INPUT, run("--max-confidence", "0", "--since", "2026-01-02"));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("{digits=60}"));
    try (Stream<Path> left = Files.list(folder)) {
      assertFalse(left.anyMatch(path -> path.getFileName().toString().startsWith(".")));
    }
  }
}
