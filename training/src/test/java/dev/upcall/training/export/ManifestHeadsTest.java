package dev.upcall.training.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestHeadsTest {
  private static final String TOP =
      """
      name: three
      classes: [no, yes]
      input: {shape: [8, 8, 1], raw: uint8, preprocess: {scale: 0.0625, offset: 0}, feed: frame}
      members:
        a: {model: members/a.onnx, features: gap}
        b: {model: members/b.onnx, features: gap}   # the second
        c: {model: members/c.onnx, features: gap}
        lone: {model: members/lone.onnx}
      device: {stages: [{run: a}]}
      """;
  private static final Set<String> ALL = Set.of("a+b", "a+c", "b+c", "a+b+c");

  @TempDir Path folder;

  private Project complete(String manifest) throws IOException {
    Files.writeString(folder.resolve("ensemble.yaml"), manifest);
    Project project = ProjectLoader.load(folder).withFold(2);
    return ManifestHeads.complete(project, project.manifest().members().keySet());
  }

  private String text() throws IOException {
    return Files.readString(folder.resolve("ensemble.yaml"));
  }

  @Test
  void addsASectionWhereThereIsNone() throws IOException {
    Project project = complete(TOP);
    assertEquals(ALL, project.manifest().heads().keySet());
    assertEquals(2, project.fold());
    assertTrue(text().startsWith(TOP), "what was there stays");
  }

  @Test
  void addsOnlyWhatIsMissingAndKeepsOwnNames() throws IOException {
    String rest = "heads:   # ours\n    b+a: mine.onnx\n\nhost: {members: [a, b]}\n";
    Project project = complete(TOP + rest);
    assertEquals(ALL, project.manifest().heads().keySet());
    assertEquals("mine.onnx", project.manifest().heads().get("a+b"));
    assertTrue(text().contains("\n    a+c: heads/a+c.onnx\n"), text());
  }

  @Test
  void leavesACompleteManifestAlone() throws IOException {
    complete(TOP);
    String before = text();
    complete(before);
    assertEquals(before, text());
  }

  @Test
  void headsOnOneLineAreRefused() {
    UpcallException refused =
        assertThrows(UpcallException.class, () -> complete(TOP + "heads: {a+b: heads/ab.onnx}\n"));
    assertEquals("UP4012", refused.diagnostics().get(0).code().id());
  }
}
