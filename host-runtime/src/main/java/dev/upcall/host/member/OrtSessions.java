package dev.upcall.host.member;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Opens sessions of ONNX Runtime, set for models that are far too small for a second thread to
 * help; a spinning one would take a core from the others.
 *
 * <p>ONNX Runtime 1.29 comes with telemetry, which only the environment variable
 * ORT_DISABLE_TELEMETRY switches off altogether. Where whoever starts the process does not set it,
 * the telemetry on Linux matches a std::regex against the process's command line, recursing as it
 * goes: a class path of 6 kB overflows the 1 MB stack of an ordinary thread and ends the process
 * without a word. So each session is opened on a thread of its own with a large stack.
 */
final class OrtSessions {
  /** Reserved, not used; enough for a command line of some 300 kB. */
  private static final long STACK_BYTES = 64L << 20;

  private OrtSessions() {}

  /**
   * Opens a model.
   *
   * @throws OrtException if ONNX Runtime refuses it
   */
  static OrtSession open(byte[] model) throws OrtException {
    CompletableFuture<OrtSession> session = new CompletableFuture<>();
    Runnable open =
        () -> {
          try {
            session.complete(create(model));
          } catch (OrtException | RuntimeException | Error e) {
            session.completeExceptionally(e);
          }
        };
    Thread thread = new Thread(null, open, "onnx-open", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    try {
      return session.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof OrtException refused) {
        throw refused;
      }
      throw e;
    }
  }

  /** The process's one environment. */
  static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
  }

  private static OrtSession create(byte[] model) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      environment().setTelemetry(false);
      return environment().createSession(model, options);
    }
  }
}
