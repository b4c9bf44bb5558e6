package dev.upcall.core.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.data.DataFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documentation and the examples show is what is read. */
class ManifestDocsTest {
  private static final Path DOCS = Path.of("../docs/data.md");

  @TempDir Path folder;

  @Test
  void theManifestInTheDocumentationIsRead() throws IOException {
    Matcher block = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(Files.readString(DOCS));
    assertTrue(block.find());
    Manifest manifest = Manifests.load(folder, block.group(1)).manifest();
    assertEquals("digits", manifest.name());
    assertEquals(5, manifest.data().orElseThrow().splits().folds());
  }

  @Test
  void everyFormatIsDocumented() throws IOException {
    String docs = Files.readString(DOCS);
    for (DataFormat format : DataFormat.values()) {
      assertTrue(docs.contains("| `" + format.id() + "` |"), format.id());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"digits", "fashion", "cifar10"})
  void theExamplesCombineEverySubset(String example) {
    Manifest manifest = ProjectLoader.load(Path.of("../examples", example)).manifest();
    assertEquals(example, manifest.name());
    assertEquals(10, manifest.classes().size());
    assertEquals(4, manifest.host().members().size());
    // All subsets of four members but the empty one and the four of one.
    assertEquals(11, manifest.heads().size());
    manifest.heads().forEach((key, path) -> assertEquals("heads/" + key + ".onnx", path));
  }
}
