package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/** Mean over windows of [N,H,W,C]; padding is not counted unless countPadding says so. */
public record AveragePool2D(
    Value input,
    int kernelH,
    int kernelW,
    Window window,
    boolean countPadding,
    Activation activation,
    Value output,
    SourceRef source)
    implements Op, Activated {
  @Override
  public List<Value> inputs() {
    return List.of(input);
  }

  @Override
  public AveragePool2D with(List<Value> inputs, Value newOutput) {
    return new AveragePool2D(
        inputs.get(0), kernelH, kernelW, window, countPadding, activation, newOutput, source);
  }

  @Override
  public String mnemonic() {
    return "average_pool2d";
  }

  @Override
  public String attributes() {
    return new AttributeText()
        .kernel(kernelH, kernelW)
        .window(window)
        .addUnless(false, "countPadding", countPadding)
        .activation(activation)
        .toString();
  }

  @Override
  public Shape inferShape() {
    return Shapes.pooled(input, kernelH, kernelW, window);
  }

  @Override
  public AveragePool2D withActivation(Activation newActivation) {
    return new AveragePool2D(
        input, kernelH, kernelW, window, countPadding, newActivation, output, source);
  }
}
