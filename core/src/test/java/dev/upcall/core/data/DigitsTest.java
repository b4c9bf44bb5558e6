package dev.upcall.core.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.project.Split;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The committed example: its manifest, data and folds. */
class DigitsTest {
  private final Project project = ProjectLoader.load(Path.of("../examples/digits"));

  @Test
  void readsAllSamples() {
    Dataset data = ProjectData.load(project).dataset();
    assertEquals(1797, data.size());
    assertEquals(0, data.label(0));
    assertEquals(8, data.label(1796));
    assertEquals(13, data.raw(0)[3]);
  }

  @Test
  void foldsTestEachSampleOnce() {
    Set<Integer> tested = new HashSet<>();
    int[] perClass = new int[10];
    for (int fold = 0; fold < 5; fold++) {
      ProjectData data = ProjectData.load(project.withFold(fold));
      int[] test = data.indices(Split.TEST);
      assertTrue(Math.abs(test.length - 359.4) <= 1, "fold " + fold + ": " + test.length);
      for (int i : test) {
        assertTrue(tested.add(i));
        perClass[data.dataset().label(i)]++;
      }
      int all = data.splits().values().stream().mapToInt(indices -> indices.length).sum();
      assertEquals(1797, all);
      assertEquals(0.5 * 1797, data.of(Split.TRAIN).size(), 2);
    }
    assertEquals(1797, tested.size());
    assertArrayEquals(new int[] {178, 182, 177, 183, 181, 182, 181, 179, 174, 180}, perClass);
  }

  @Test
  void preprocessesToTheWholeInt8Range() {
    Preprocessor preprocessor = new Preprocessor(project.manifest().input());
    assertEquals(-128, preprocessor.table(0)[0]);
    assertEquals(127, preprocessor.table(0)[16]);
    assertEquals(-128, preprocessor.qparams().zeroPoint());
    assertEquals(1f / 255, preprocessor.qparams().scale());
  }
}
