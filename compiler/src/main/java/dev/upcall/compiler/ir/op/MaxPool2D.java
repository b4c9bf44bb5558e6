package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/** Maximum over windows of [N,H,W,C]; padding never wins. */
public record MaxPool2D(
    Value input,
    int kernelH,
    int kernelW,
    Window window,
    Activation activation,
    Value output,
    SourceRef source)
    implements Op, Activated {
  @Override
  public List<Value> inputs() {
    return List.of(input);
  }

  @Override
  public MaxPool2D with(List<Value> inputs, Value newOutput) {
    return new MaxPool2D(inputs.get(0), kernelH, kernelW, window, activation, newOutput, source);
  }

  @Override
  public String mnemonic() {
    return "max_pool2d";
  }

  @Override
  public String attributes() {
    return new AttributeText()
        .kernel(kernelH, kernelW)
        .window(window)
        .activation(activation)
        .toString();
  }

  @Override
  public Shape inferShape() {
    return Shapes.pooled(input, kernelH, kernelW, window);
  }

  @Override
  public MaxPool2D withActivation(Activation newActivation) {
    return new MaxPool2D(input, kernelH, kernelW, window, newActivation, output, source);
  }
}
