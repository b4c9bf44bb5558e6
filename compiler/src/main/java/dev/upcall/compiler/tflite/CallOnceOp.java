package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.DType;
import java.util.HashMap;
import java.util.Map;

/** A subgraph that runs before all others: it may give variables constants to begin with. */
final class CallOnceOp implements TfliteOp {
  private static final int SUBGRAPH = 0;
  private static final int VAR_HANDLE = 142;
  private static final int ASSIGN_VARIABLE = 144;

  @Override
  public OpSpec spec() {
    return OpSpec.of(129, 0, 0, 103, 1).outputs(0, 0).constraints("assigns constants to variables");
  }

  @Override
  public void convert(OperatorContext node) {
    TfliteModel first = node.tensors().model().subgraph(node.options().integer(SUBGRAPH));
    ImportedTensors tensors = node.tensors().of(first);
    Map<Integer, String> handles = new HashMap<>();
    for (int i = 0; i < first.operators(); i++) {
      TfliteOperator operator = first.operator(i);
      if (operator.code() == VAR_HANDLE && operator.outputs().size() == 1) {
        handles.put(operator.outputs().get(0), operator.variableName());
      } else if (operator.code() == ASSIGN_VARIABLE && operator.has(0) && operator.has(1)) {
        assign(node, tensors, handles.get(operator.inputs().get(0)), operator.inputs().get(1));
      } else {
        throw node.unsupported(operator.source().toString(), "VAR_HANDLE and ASSIGN_VARIABLE");
      }
    }
  }

  private static void assign(OperatorContext node, ImportedTensors from, String name, int index) {
    TfliteTensor tensor = from.get(index);
    DType dtype = from.type(tensor).dtype();
    if (name == null || !tensor.isConstant()) {
      throw node.unsupported("a variable that begins as " + tensor, "a constant");
    }
    node.tensors().variables().initial(name, from.elements(tensor, dtype));
  }
}
