package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Value;

/** Reads or writes a resource variable; its handle is operand 0. */
enum VariableOp implements TfliteOp {
  VAR_HANDLE {
    @Override
    public OpSpec spec() {
      return OpSpec.of(142, 0, 0, 111, 2);
    }

    @Override
    public void convert(OperatorContext node) {
      node.tensors().variables().handle(node.outputIndex(), node.variableName());
    }
  },
  READ_VARIABLE {
    @Override
    public OpSpec spec() {
      return OpSpec.of(143, 1, 1, 112, 0);
    }

    @Override
    public void convert(OperatorContext node) {
      node.alias(node.tensors().variables().read(node, node.output()));
    }
  },
  ASSIGN_VARIABLE {
    @Override
    public OpSpec spec() {
      return OpSpec.of(144, 2, 2, 113, 0).outputs(0, 0);
    }

    @Override
    public void convert(OperatorContext node) {
      Value value = node.activation(1);
      node.tensors().variables().assign(node, value);
    }
  }
}
