package dev.upcall.cli.validate;

import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Ladder;
import dev.upcall.compiler.Precision;
import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.plan.ExitOrder;
import dev.upcall.compiler.quant.QuantForm;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.report.QuantReport;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.tensor.Argmax;
import dev.upcall.core.tensor.QParams;
import dev.upcall.host.member.OriginalModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** An integer network's outputs beside those of what it was made from. */
record OriginalComparison(
    Optional<Double> accuracy,
    Optional<Double> floatAccuracy,
    Optional<OutputError> quantization,
    Optional<QuantReport.Layer> worstLayer,
    Optional<OutputError> original,
    List<String> remarks) {

  /**
   * @param model up to the exit
   * @param outputs of {@code model} for the samples
   */
  static OriginalComparison of(
      Compiler compiler, Subject subject, QuantGraph model, Samples samples, List<byte[]> outputs) {
    QParams out = model.graph().outputs().get(0).type().qparams();
    List<float[]> integer = outputs.stream().map(out::dequantize).toList();
    Optional<Double> accuracy = samples.labels().map(labels -> accuracy(integer, labels));
    Optional<Graph> floats =
        compiler.original(subject.request(), subject.network()).map(subject::of);
    if (floats.isEmpty()) {
      String why = "quantised elsewhere: there is no network of floats to compare with";
      return new OriginalComparison(
          accuracy,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(why));
    }
    QParams in = model.graph().inputs().get(0).type().qparams();
    List<float[]> inputs = samples.inputs().stream().map(in::dequantize).toList();
    FloatInterpreter interpreter = new FloatInterpreter(floats.get());
    List<float[]> reals = inputs.stream().map(interpreter::run).toList();
    List<String> remarks = new ArrayList<>();
    return new OriginalComparison(
        accuracy,
        samples.labels().map(labels -> accuracy(reals, labels)),
        Optional.of(errors(reals, integer)),
        worst(QuantForm.of(floats.get(), subject.request().quantization(), model), model, inputs),
        runtime(compiler, subject, floats.get(), inputs, reals, remarks),
        remarks);
  }

  /** For scores that no network has as they are. */
  static OriginalComparison none(Ladder.Stage stage) {
    String why =
        stage.classes().isEmpty()
            ? "the mean of several networks: there is none of floats to compare with"
            : "scores of some classes: upcall validate without --serial compares with floats";
    return new OriginalComparison(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(why));
  }

  private static Optional<QuantReport.Layer> worst(
      Graph floats, QuantGraph model, List<float[]> inputs) {
    return QuantReport.of(floats, model, inputs).layers().stream()
        .filter(layer -> Double.isFinite(layer.sqnr()))
        .min(Comparator.comparingDouble(QuantReport.Layer::sqnr));
  }

  /**
   * Our float arithmetic against ONNX Runtime's; says in {@code remarks} why there is none.
   *
   * @param legal the network up to the exit
   */
  static Optional<OutputError> runtime(
      Compiler compiler,
      Subject subject,
      Graph legal,
      List<float[]> inputs,
      List<float[]> ours,
      List<String> remarks) {
    Path file = modelFile(subject.request(), subject.network());
    if (!file.toString().endsWith(".onnx")) {
      remarks.add("ONNX Runtime does not read " + file.getFileName());
      return Optional.empty();
    }
    Graph whole =
        compiler
            .load(subject.request().with(Precision.FLOAT32))
            .members()
            .get(subject.network())
            .model();
    int output = output(whole, subject);
    String name = whole.outputs().get(output).name();
    boolean lifted = endsInSoftmax(ExitOrder.only(whole, output)) && !endsInSoftmax(legal);
    List<Integer> dims = legal.inputs().get(0).shape().dims();
    try (OriginalModel original = OriginalModel.open(file, dims.subList(1, dims.size()))) {
      OutputErrors errors = new OutputErrors();
      for (int i = 0; i < inputs.size(); i++) {
        float[] expected = original.run(inputs.get(i), name);
        errors.add(expected, lifted ? softmax(ours.get(i)) : ours.get(i));
      }
      return Optional.of(errors.sum());
    } catch (UpcallException e) {
      remarks.add("ONNX Runtime: " + e.diagnostics().get(0).title());
      return Optional.empty();
    }
  }

  private static Path modelFile(CompileRequest request, int stage) {
    if (Files.isRegularFile(request.model()) && !request.model().toString().endsWith("ml")) {
      return request.model();
    }
    Project project = ProjectLoader.load(request.model()).withFold(request.fold());
    String member =
        project.manifest().stages().stream()
            .flatMap(spec -> spec.run().stream())
            .distinct()
            .skip(stage)
            .findFirst()
            .orElseThrow();
    return project.resolve(project.manifest().members().get(member).model());
  }

  /** Which of the file's outputs an exit is; the network's end is the first that is no exit. */
  private static int output(Graph whole, Subject subject) {
    List<String> names = whole.outputs().stream().map(Value::name).toList();
    String exit = subject.exits().get(subject.exit().output());
    if (!exit.equals(Ladder.END)) {
      return names.indexOf(exit);
    }
    return IntStream.range(0, names.size())
        .filter(i -> !subject.exits().contains(names.get(i)))
        .boxed()
        .min(Comparator.comparing(i -> !names.get(i).equals("logits")))
        .orElse(0);
  }

  private static boolean endsInSoftmax(Graph graph) {
    List<Op> ops = graph.ops();
    return !ops.isEmpty() && ops.get(ops.size() - 1) instanceof Softmax;
  }

  private static float[] softmax(float[] logits) {
    float top = logits[Argmax.of(logits)];
    float[] exponentials = new float[logits.length];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      exponentials[i] = (float) Math.exp((double) logits[i] - top);
      sum += exponentials[i];
    }
    for (int i = 0; i < logits.length; i++) {
      exponentials[i] /= (float) sum;
    }
    return exponentials;
  }

  static OutputError errors(List<float[]> expected, List<float[]> actual) {
    OutputErrors errors = new OutputErrors();
    for (int i = 0; i < expected.size(); i++) {
      errors.add(expected.get(i), actual.get(i));
    }
    return errors.sum();
  }

  static double accuracy(List<float[]> outputs, int[] labels) {
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      right += Argmax.of(outputs.get(i)) == labels[i] ? 1 : 0;
    }
    return (double) right / labels.length;
  }
}
