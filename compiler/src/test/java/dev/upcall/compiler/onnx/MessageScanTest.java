package dev.upcall.compiler.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.testing.OnnxModel;
import dev.upcall.compiler.testing.SampleModels;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.onnx.GraphProto;
import dev.upcall.core.onnx.ModelProto;
import dev.upcall.core.onnx.NodeProto;
import dev.upcall.core.onnx.TensorProto;
import java.io.IOException;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class MessageScanTest {
  @Test
  void countsWhatAModelIsMadeOf() throws IOException {
    long objects = objects(SampleModels.residual().proto());
    assertTrue(objects > 200 && objects < 1000, "objects: " + objects);
  }

  @Test
  void weightsCostLittleHoweverMany() throws IOException {
    long small = objects(new OnnxModel().randomWeights("w", 10, 10).proto());
    long large = objects(new OnnxModel().randomWeights("w", 100, 100).proto());
    assertEquals(small, large);
  }

  @Test
  void packedIntegersCountOneByOne() throws IOException {
    TensorProto tensor =
        TensorProto.newBuilder().addAllInt64Data(Collections.nCopies(1000, 1L)).build();
    GraphProto graph = GraphProto.newBuilder().addInitializer(tensor).build();
    assertTrue(objects(ModelProto.newBuilder().setGraph(graph).build()) >= 1000);
  }

  @Test
  void manyEmptyNodesAreRefusedBeforeTheyAreBuilt() {
    GraphProto.Builder graph = GraphProto.newBuilder();
    NodeProto empty = NodeProto.getDefaultInstance();
    graph.addAllNode(Collections.nCopies(100_000, empty));
    byte[] model = ModelProto.newBuilder().setGraph(graph).build().toByteArray();
    OnnxLimits limits = new OnnxLimits(1 << 20, 50_000, 1000, 1000, 8, 32);
    UpcallException e =
        assertThrows(UpcallException.class, () -> OnnxImporter.parse("m", model, limits));
    assertEquals("UP2002", e.diagnostics().get(0).code().id());
    assertEquals("at most 50000 parts", e.diagnostics().get(0).need());
  }

  private static long objects(ModelProto model) throws IOException {
    return MessageScan.objects(model.toByteArray(), ModelProto.getDescriptor(), 32);
  }
}
