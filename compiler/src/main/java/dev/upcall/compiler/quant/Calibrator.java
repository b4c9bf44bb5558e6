package dev.upcall.compiler.quant;

import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.core.calibration.Observer;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs a float graph over calibration samples and observes every value. */
final class Calibrator {
  private final Graph graph;
  private final Map<Integer, Observer> observers = new HashMap<>();

  Calibrator(Graph graph) {
    this.graph = graph;
  }

  /**
   * @param samples elements of the graph's one input, row-major, real-valued
   * @return observers by value id, for the input and each operator's output
   */
  Map<Integer, Observer> observe(List<float[]> samples) {
    FloatInterpreter interpreter = new FloatInterpreter(graph);
    Value input = graph.inputs().get(0);
    int index = 0;
    for (float[] sample : samples) {
      check(sample, index, input);
      int current = index;
      interpreter.runAll(List.of(sample), (value, elements) -> observe(value, elements, current));
      index++;
    }
    if (index == 0) {
      throw Diagnostic.of(QuantCode.NO_CALIBRATION)
          .at("%s", graph.name())
          .found("no samples")
          .need("some tens of samples of what the device will see")
          .fix("give the calibrate split in the manifest a share above 0")
          .toException();
    }
    return observers;
  }

  private void observe(Value value, float[] elements, int sample) {
    for (float element : elements) {
      if (!Float.isFinite(element)) {
        throw Diagnostic.of(QuantCode.NOT_FINITE)
            .at("%s, value \"%s\"", graph.name(), value.name())
            .found("%s on calibration sample %d", element, sample)
            .need("finite values")
            .fix("check the model's weights and the preprocessing of its input")
            .toException();
      }
    }
    observers.computeIfAbsent(value.id(), id -> new Observer()).observe(elements);
  }

  private void check(float[] sample, int index, Value input) {
    int needed = input.shape().size();
    if (sample.length != needed) {
      throw bad(index, sample.length + " elements", needed + " elements for " + input.shape());
    }
    for (int i = 0; i < needed; i++) {
      if (!Float.isFinite(sample[i])) {
        throw bad(index, sample[i] + " at element " + i, "finite elements");
      }
    }
  }

  private RuntimeException bad(int index, String found, String need) {
    return Diagnostic.of(QuantCode.BAD_SAMPLE)
        .at("%s, calibration sample %d", graph.name(), index)
        .found("%s", found)
        .need("%s", need)
        .fix("check the data set and the preprocessing in the manifest")
        .toException();
  }
}
