package dev.upcall.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.EngineException;
import dev.upcall.core.diagnostic.Exit;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.training.settings.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadDataTest {
  @TempDir Path folder;

  private UpcallException refused(ProgressListener listener) {
    Project project = ProjectLoader.load(folder);
    TrainRequest request =
        new TrainRequest(project, List.of(0), SettingsLoader.load(project), 1, listener);
    UpcallException refused =
        assertThrows(UpcallException.class, () -> new Trainer().train(request));
    assertFalse(Files.exists(folder.resolve("members")), "nothing is written");
    return refused;
  }

  private String refused() {
    UpcallException refused = refused(new ProgressListener() {});
    assertEquals(Exit.BAD_INPUT, refused.exit());
    return refused.getMessage();
  }

  @Test
  void dataThatEndsTooEarlyIsSaid() throws IOException {
    TestProject.copy(folder);
    Path data = folder.resolve("data/digits.csv.gz");
    byte[] whole = Files.readAllBytes(data);
    Files.write(data, Arrays.copyOf(whole, whole.length / 2));
    String message = refused();
    assertTrue(message.contains("digits.csv.gz"), message);
    assertTrue(message.contains("UP1004") || message.contains("UP1003"), message);
  }

  @Test
  void samplesOfAnotherShapeAreSaid() throws IOException {
    TestProject.copy(folder);
    TestProject.edit(folder.resolve("ensemble.yaml"), "[8, 8, 1]", "[9, 8, 1]");
    String message = refused();
    assertTrue(message.contains("UP1007"), message);
    assertTrue(message.contains("72"), message);
  }

  @Test
  void memoryThatDoesNotSufficeIsSaid() throws IOException {
    TestProject.copy(folder);
    List<Throwable> causes =
        List.of(
            new EngineException("DefaultCPUAllocator: can't allocate memory: tried 1 TB"),
            new OutOfMemoryError("Java heap space"));
    for (Throwable cause : causes) {
      UpcallException refused =
          refused(
              new ProgressListener() {
                @Override
                public void phase(int fold, String what) {
                  if (cause instanceof EngineException engine) {
                    throw engine;
                  }
                  throw (OutOfMemoryError) cause;
                }
              });
      assertEquals(Exit.DOES_NOT_FIT, refused.exit());
      assertTrue(refused.getMessage().contains("UP4008"), refused.getMessage());
      assertTrue(refused.getMessage().contains(cause.getMessage()), refused.getMessage());
      assertTrue(refused.getMessage().contains("lower batch"), refused.getMessage());
    }
  }
}
