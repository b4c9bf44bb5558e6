package dev.upcall.training.arch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * Convolutions in bfloat16, of float32's range and 8 bits of precision: nearly twice as fast where
 * the processor multiplies them (AVX512-BF16, AMX), slower than float32 where it does not.
 *
 * <p>DJL knows the type by name only and cannot convert to it, so a script of one line does. Its
 * results must not be asked for their type, and have to be raised before their values are read.
 */
public final class Bfloat16 implements Precision {
  private static final String SCRIPT =
      """
      class Cast(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
        def forward(self: __torch__.Cast, x: Tensor) -> Tensor:
          return torch.to(x, %d)
      """;

  /** PyTorch's numbers of the types (c10/core/ScalarType.h). */
  private static final int FLOAT = 6;

  private static final int BFLOAT16 = 15;

  private final PtNDManager manager;
  private final PtSymbolBlock lower;
  private final PtSymbolBlock raise;

  /**
   * @param parent manager that the scripts live under
   * @throws ai.djl.engine.EngineException if the engine cannot load them
   */
  public Bfloat16(NDManager parent) {
    manager = (PtNDManager) parent.newSubManager();
    lower = cast(BFLOAT16);
    raise = cast(FLOAT);
  }

  private PtSymbolBlock cast(int type) {
    byte[] file = TorchScript.file("Cast", String.format(Locale.ROOT, SCRIPT, type));
    try {
      return JniUtils.loadModule(manager, new ByteArrayInputStream(file), false, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public NDArray lower(NDArray x, NDManager owner) {
    NDArray result = run(lower, x);
    result.attach(owner);
    return result;
  }

  @Override
  public NDArray raise(NDArray x) {
    return run(raise, x);
  }

  /** As in training: in the engine's other mode the results would have no gradient. */
  private static NDArray run(PtSymbolBlock cast, NDArray x) {
    return IValueUtils.forward(cast, new NDList(x), true).singletonOrThrow();
  }

  @Override
  public void close() {
    manager.close();
  }
}
