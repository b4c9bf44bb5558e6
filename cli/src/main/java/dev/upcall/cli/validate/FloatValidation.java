package dev.upcall.cli.validate;

import dev.upcall.cli.validate.ValidationReport.LayerError;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.emit.BareForm;
import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.floats.Tensor;
import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.kernel.KernelChoice;
import dev.upcall.compiler.quant.FloatGraph;
import dev.upcall.compiler.reference.Elements;
import dev.upcall.compiler.reference.Reference;
import dev.upcall.compiler.tool.Image;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network in floats: its C beside the float reference, layer by layer where they are farthest
 * apart, and the reference beside the model's file.
 */
final class FloatValidation {
  /** Signal to noise of C that has only rounded otherwise. */
  private static final double LEAST_SQNR = 60;

  /** Of logits in int8 behind such C: a rounding may tip one over to the next step. */
  private static final double STEPS = 1.01;

  private final Compiler compiler;
  private final Firmware firmware;

  FloatValidation(Compiler compiler, Firmware firmware) {
    this.compiler = compiler;
    this.firmware = firmware;
  }

  /**
   * @param model up to the exit
   * @param actual the C's outputs for the samples
   */
  ValidationReport.Stage of(
      Subject subject, FloatGraph model, Samples samples, List<byte[]> actual) {
    Graph graph = model.graph();
    TensorType in = graph.inputs().get(0).type();
    TensorType out = graph.outputs().get(0).type();
    // One run behind the other, as in the image: a network may have states.
    Reference reference = Reference.of(model);
    List<byte[]> expected = samples.inputs().stream().map(reference::run).toList();
    List<float[]> wanted = expected.stream().map(bytes -> Elements.reals(bytes, out)).toList();
    List<float[]> given = actual.stream().map(bytes -> Elements.reals(bytes, out)).toList();
    OutputError error = OriginalComparison.errors(wanted, given);
    boolean agrees =
        out.isQuantized()
            ? error.maxAbsolute() <= STEPS * out.qparams().scale()
            : error.sqnrDb() >= LEAST_SQNR;

    List<float[]> inputs =
        samples.inputs().stream().map(bytes -> Elements.reals(bytes, in)).toList();
    Graph original =
        out.isQuantized()
            ? compiler.floats(subject.request(), subject.network()).map(subject::of).orElseThrow()
            : graph;
    List<float[]> reals =
        out.isQuantized()
            ? inputs.stream().map(new FloatInterpreter(original)::run).toList()
            : wanted;
    List<String> remarks = new ArrayList<>();
    Optional<OutputError> file =
        OriginalComparison.runtime(compiler, subject, original, inputs, reals, remarks);
    long mismatched = 0;
    for (int i = 0; i < expected.size(); i++) {
      mismatched += Validator.mismatched(expected.get(i), actual.get(i));
    }
    return new ValidationReport.Stage(
        subject.name(),
        subject.file(),
        expected.size(),
        samples.origin(),
        agrees,
        (long) expected.size() * out.bytes(),
        mismatched,
        Optional.empty(),
        Optional.of(error),
        worst(subject, model, samples, wanted, given),
        samples.labels().map(labels -> OriginalComparison.accuracy(given, labels)),
        samples.labels().map(labels -> OriginalComparison.accuracy(reals, labels)),
        out.isQuantized() ? Optional.of(OriginalComparison.errors(reals, given)) : Optional.empty(),
        Optional.empty(),
        file,
        remarks);
  }

  /** For the sample whose outputs are farthest apart; empty where none is, or states matter. */
  private Optional<LayerError> worst(
      Subject subject,
      FloatGraph model,
      Samples samples,
      List<float[]> wanted,
      List<float[]> given) {
    int farthest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < wanted.size(); i++) {
      double sqnr = error(wanted.get(i), given.get(i)).sqnrDb();
      if (sqnr < least) {
        least = sqnr;
        farthest = i;
      }
    }
    if (Double.isInfinite(least) || !model.graph().states().isEmpty()) {
      return Optional.empty();
    }
    Image image = firmware.build(compiler.emitBare(subject.plans(), BareForm.STOPPING).folder());
    return worst(subject, farthest, image, samples.inputs().get(farthest));
  }

  private Optional<LayerError> worst(Subject subject, int sample, Image image, byte[] input) {
    Graph graph = subject.plan().program().model().graph();
    Value from = graph.inputs().get(0);
    Map<Integer, Tensor> expected = new HashMap<>();
    Tensor tensor = Tensor.of(ConstantData.ofRaw(from.type().dtype(), input));
    new FloatInterpreter(graph)
        .runTensors(List.of(tensor), (value, elements) -> expected.put(value.id(), elements));
    List<KernelChoice> layers = subject.layers();
    LayerError worst = null;
    for (int layer = 0; layer < layers.size(); layer++) {
      KernelChoice step = layers.get(layer);
      Value output = step.op().output();
      if (output.type().dtype().isInteger() && !output.type().isQuantized()) {
        continue;
      }
      List<String> counted = List.of(Validator.runFunction(image, subject.network()));
      byte[] bytes =
          firmware
              .runBare(image, subject.places(output, layer + 1), List.of(input), counted)
              .outputs()
              .get(0);
      byte[] want = expected.get(output.id()).toConstant().toBytes();
      OutputError error =
          error(Elements.reals(want, output.type()), Elements.reals(bytes, output.type()));
      if (worst == null || error.sqnrDb() < worst.error().sqnrDb()) {
        worst =
            new LayerError(
                sample,
                layer,
                step.op().mnemonic(),
                step.function().orElseThrow(),
                step.op().source().toString(),
                error);
      }
    }
    return Optional.ofNullable(worst);
  }

  private static OutputError error(float[] expected, float[] actual) {
    return OriginalComparison.errors(List.of(expected), List.of(actual));
  }
}
