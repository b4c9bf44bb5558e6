package dev.upcall.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.compiler.testing.Golden;
import dev.upcall.compiler.testing.SampleModels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The text IR before and after each pass, with its counts of operators. */
class PassGoldenTest {
  @ParameterizedTest
  @CsvSource({
    "keep-outputs, residual",
    "lift-softmax, flattening",
    "channels-last-input, pooledNorm",
    "channels-last-input, padded",
    "fold-constants, flattening",
    "sink-transposes, residual",
    "sink-transposes, flattening",
    "fold-pad, padded",
    "fold-affine, flattening",
    "fold-batch-norm, residual",
    "batch-norm-to-depthwise, pooledNorm",
    "fuse-activations, residual",
    "drop-reshapes, pooledNorm"
  })
  void beforeAndAfter(String pass, String model) {
    Map<String, String> stages = stages(model);
    List<String> names = new ArrayList<>(stages.keySet());
    int after = 0;
    while (!names.get(after).endsWith(pass)) {
      after++;
    }
    Golden.check(
        "passes/" + pass + "-" + model + ".txt",
        "before " + stages.get(names.get(after - 1)) + "\nafter " + stages.get(names.get(after)));
  }

  @ParameterizedTest
  @CsvSource({"residual", "flattening", "padded", "pooledNorm", "views"})
  void wholePipeline(String model) {
    List<String> texts = new ArrayList<>(stages(model).values());
    Golden.check("passes/all-" + model + ".txt", texts.get(texts.size() - 1));
  }

  @Test
  void stagesAreNumberedInOrder() {
    assertEquals(
        List.of(
            "00-import",
            "01-keep-outputs",
            "02-lift-softmax",
            "03-channels-last-input",
            "04-fold-constants",
            "05-sink-transposes",
            "06-fold-pad",
            "07-fold-affine",
            "08-fold-batch-norm",
            "09-fold-affine",
            "10-batch-norm-to-depthwise",
            "11-fuse-activations",
            "12-merge-transposed-axes",
            "13-drop-reshapes"),
        List.copyOf(stages("views").keySet()));
  }

  private static Map<String, String> stages(String model) {
    Map<String, String> stages = new LinkedHashMap<>();
    Passes.standard().run(SampleModels.named(model).read(), stages::put);
    return stages;
  }
}
