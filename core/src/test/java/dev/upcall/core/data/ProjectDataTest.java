package dev.upcall.core.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Refused;
import dev.upcall.core.project.Manifests;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Split;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectDataTest {
  @TempDir Path folder;

  private final Map<String, String> variables = new HashMap<>();

  private ProjectData load(String manifest) {
    Project project = Manifests.load(folder, manifest);
    DataSources sources = new DataSources(name -> Optional.ofNullable(variables.get(name)));
    return ProjectData.load(project, sources);
  }

  /** CSV lines of samples first..first+count-1, all different. */
  private static String lines(int first, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = first; i < first + count; i++) {
      text.append("%d,%d,0,0,%d%n".formatted(i / 200, i % 200, i % 2));
    }
    return text.toString();
  }

  private static String source(String source) {
    return Manifests.with("source: data/tiny.csv", "source: " + source);
  }

  @Test
  void readsAndSplitsTheProjectsData() {
    TestFiles.write(folder.resolve("data/tiny.csv"), lines(0, 100));
    ProjectData data = load(Manifests.GOOD);
    assertEquals(100, data.dataset().size());
    assertEquals(50, data.of(Split.TRAIN).size());
    assertEquals(25, data.indices(Split.TEST).length);
    assertEquals(0, data.leftOut());
    assertEquals(data.dataset().label(data.indices(Split.TUNE)[3]), data.of(Split.TUNE).label(3));
    Diagnostic diagnostic = Refused.with(DataCode.NO_SPLIT, () -> data.of(Split.CALIBRATE));
    assertEquals("splits train, tune, test", diagnostic.found());
  }

  @Test
  void joinsSeveralFilesAndGlobs() {
    TestFiles.write(folder.resolve("data/b2.csv"), lines(200, 30));
    TestFiles.write(folder.resolve("data/b1.csv"), lines(100, 30));
    TestFiles.write(folder.resolve("data/a.csv"), lines(0, 40));
    ProjectData data = load(source("[data/a.csv, 'data/{b*.csv,c.csv}']"));
    assertEquals(100, data.dataset().size());
    assertArrayEquals(TestFiles.bytes(0, 100, 0, 0), data.dataset().raw(40));
    assertArrayEquals(TestFiles.bytes(1, 0, 0, 0), data.dataset().raw(70));
    Refused.with(DataCode.MISSING, () -> load(source("'data/{b'")));
    Refused.with(DataCode.MISSING, () -> load(source("'data/z*.csv'")));
    Refused.with(DataCode.MISSING, () -> load(source("'nowhere/*.csv'")));
  }

  @Test
  void keepsAnOfficialTestSetWhole() {
    TestFiles.write(folder.resolve("train.csv"), lines(0, 100));
    TestFiles.write(folder.resolve("test.csv"), lines(90, 30));
    String manifest =
        Manifests.GOOD
            .replace("source: data/tiny.csv", "source: train.csv\n  test: {source: test.csv}")
            .replace("tune: 0.25, test: 0.25", "tune: 0.5");
    ProjectData data = load(manifest);
    assertEquals(10, data.leftOut());
    assertEquals(120, data.dataset().size());
    int[] test = data.indices(Split.TEST);
    assertEquals(30, test.length);
    assertArrayEquals(IntStream.range(90, 120).toArray(), IntStream.of(test).sorted().toArray());
    assertArrayEquals(TestFiles.bytes(0, 90, 0, 0), data.dataset().raw(90));
    assertFalse(Arrays.equals(IntStream.of(test).sorted().toArray(), test), "shuffled");
    assertArrayEquals(test, load(manifest).indices(Split.TEST), "always in the same way");
    assertEquals(7, data.of(Split.TEST).first(7).size());
    assertEquals(30, data.of(Split.TEST).first(31).size());
    assertEquals(90, data.indices(Split.TRAIN).length + data.indices(Split.TUNE).length);
    assertTrue(Arrays.stream(data.indices(Split.TRAIN)).allMatch(i -> i < 90));
  }

  @Test
  void findsDataThroughVariables() {
    TestFiles.write(folder.resolve("far/away/tiny.csv"), lines(0, 100));
    variables.put("TINY", folder.resolve("far").toString());
    assertEquals(100, load(source("'${TINY}/away/tiny.csv'")).dataset().size());
    variables.put("TINY", folder.resolve("far/away/tiny.csv").toString());
    assertEquals(100, load(source("'${TINY}'")).dataset().size());
  }

  @Test
  void saysWhereToGetDataThatIsNotThere() {
    String manifest = source("'${TINY}/x.csv'\n  fetch: get it from https://example.org/tiny");
    Diagnostic unset = Refused.with(DataCode.VARIABLE, () -> load(manifest));
    assertTrue(unset.found().contains("no variable TINY"), unset::toString);
    assertEquals("get it from https://example.org/tiny", unset.fix());
    variables.put("TINY", folder.toString());
    Diagnostic missing = Refused.with(DataCode.MISSING, () -> load(manifest));
    assertEquals("get it from https://example.org/tiny", missing.fix());
    variables.put("TINY", "\0");
    Refused.with(DataCode.VARIABLE, () -> load(manifest));
  }

  @Test
  void readsTheFormatThatTheManifestNames() {
    TestFiles.write(folder.resolve("data/tiny.txt"), lines(0, 100));
    Refused.with(DataCode.FORMAT, () -> load(source("data/tiny.txt")));
    assertEquals(100, load(source("data/tiny.txt\n  format: csv")).dataset().size());
    Diagnostic diagnostic =
        Refused.with(DataCode.FORMAT, () -> load(source("data/tiny.txt\n  format: cvs")));
    assertEquals("did you mean \"csv\"?", diagnostic.fix());
  }

  @Test
  void refusesAProjectWithoutData() {
    String manifest = Manifests.GOOD.replaceAll("(?s)data:\n.*?members:", "members:");
    Refused.with(DataCode.NO_DATA, () -> load(manifest));
  }

  @Test
  void refusesAClassWithoutSamples() {
    String ones = lines(0, 200).replaceAll("(?m)^.*,0\\R", "");
    TestFiles.write(folder.resolve("data/tiny.csv"), ones);
    Diagnostic diagnostic = Refused.with(DataCode.EMPTY_CLASS, () -> load(Manifests.GOOD));
    assertEquals("class \"no\" has no samples", diagnostic.title());
  }
}
