package dev.upcall.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.project.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The example's data, where it is: 3000 recordings, of which 300 are the official test set. */
class SpokenDigitsTest {
  @Test
  void officialTestSetIsKeptOutOfTheOtherSplits() {
    Path data = Path.of("..", "..", "shared", "data", "fsdd");
    assumeTrue(Files.isDirectory(data), data + " is not there");
    Project project = ProjectLoader.load(Path.of("..", "examples", "spoken-digits"));
    DataSources here = new DataSources(name -> Optional.of(data.toString()));
    ProjectData loaded = ProjectData.load(project, here);
    Map<Split, int[]> splits = loaded.splits();
    assertEquals(300, splits.get(Split.TEST).length);
    assertEquals(300, loaded.leftOut());
    assertEquals(3000, splits.values().stream().mapToInt(indices -> indices.length).sum());
    assertEquals(16_000, loaded.dataset().raw(0).length);
  }
}
