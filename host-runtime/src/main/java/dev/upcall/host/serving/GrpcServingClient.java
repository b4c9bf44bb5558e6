package dev.upcall.host.serving;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.security.TlsContext;
import dev.upcall.host.serving.proto.ModelInferRequest;
import dev.upcall.host.serving.proto.ModelInferResponse;
import dev.upcall.host.serving.proto.ModelInferResponse.InferOutputTensor;
import dev.upcall.host.serving.proto.ModelMetadataRequest;
import dev.upcall.host.serving.proto.ModelMetadataResponse.TensorMetadata;
import dev.upcall.host.serving.proto.ServerReadyRequest;
import dev.upcall.host.serving.proto.ServerReadyResponse;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The protocol over gRPC: one connection, tensors as bytes. */
final class GrpcServingClient implements ServingClient {
  /** Of what a server says of itself or a model. */
  private static final int MAX_WORDS = 1 << 20;

  /**
   * After its deadline, which gRPC keeps itself: no call may stay open whatever goes wrong there.
   */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final ServingTarget target;
  private final ServingAddress address;
  private final Executor worker;
  private final ManagedChannel channel;

  /** As it was when the server was looked at last. */
  private volatile Optional<String> token;

  /**
   * @param worker where messages are written and read
   * @throws UpcallException UP3122, UP3123, UP3150 or UP3223 if certificates or token are not sound
   */
  GrpcServingClient(ServingTarget target, Executor worker) {
    this.target = target;
    this.address = target.address();
    this.worker = worker;
    this.token = target.token().map(Token::read);
    OkHttpChannelBuilder builder =
        OkHttpChannelBuilder.forAddress(address.host(), address.port())
            .executor(worker)
            .disableRetry();
    if (address.tls()) {
      builder.sslSocketFactory(TlsContext.of(target.tls()).getSocketFactory());
    } else {
      builder.usePlaintext();
    }
    this.channel = builder.build();
  }

  @Override
  public CompletableFuture<ModelMetadata> look(Duration patience) {
    return CompletableFuture.runAsync(
            () -> {
              token = target.token().map(Token::read);
              // Whoever looks wants to know now, not when the connection would be tried again.
              channel.resetConnectBackoff();
            },
            worker)
        .thenCompose(
            read ->
                call(GrpcCalls.READY, ServerReadyRequest.getDefaultInstance(), MAX_WORDS, patience))
        .thenApply(this::requireReady)
        .thenCompose(
            ready ->
                call(
                    GrpcCalls.METADATA,
                    ModelMetadataRequest.newBuilder()
                        .setName(address.model())
                        .setVersion(address.version().orElse(""))
                        .build(),
                    MAX_WORDS,
                    patience))
        .thenApply(
            found ->
                new ModelMetadata(
                    infos(found.getInputsList()), infos(found.getOutputsList()), true))
        .whenComplete((found, error) -> leaveIfSilent(error));
  }

  /**
   * A connection whose other end is gone without a word looks sound until TCP gives up, a quarter
   * of an hour later: who looks next does so over another.
   */
  private void leaveIfSilent(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    if (cause instanceof UpcallException known
        && known.diagnostics().get(0).code() == ServingCode.TOO_LATE) {
      channel.enterIdle();
    }
  }

  private ServerReadyResponse requireReady(ServerReadyResponse answer) {
    if (!answer.getReady()) {
      throw ServingCode.REFUSED.with(address).found("a server that is not ready").toException();
    }
    return answer;
  }

  private static List<TensorInfo> infos(List<TensorMetadata> tensors) {
    return tensors.stream()
        .map(one -> new TensorInfo(one.getName(), one.getDatatype(), one.getShapeList()))
        .toList();
  }

  @Override
  public CompletableFuture<List<Tensor>> infer(InferCall call, Duration patience) {
    return CompletableFuture.supplyAsync(() -> request(call), worker)
        .thenCompose(request -> call(GrpcCalls.INFER, request, call.maxBytes(), patience))
        .thenApply(this::answer);
  }

  private ModelInferRequest request(InferCall call) {
    Tensor input = call.input();
    ModelInferRequest.Builder request =
        ModelInferRequest.newBuilder()
            .setModelName(address.model())
            .setModelVersion(address.version().orElse(""))
            .addRawInputContents(ByteString.copyFrom(InferJson.bytes(input.values())));
    request
        .addInputsBuilder()
        .setName(input.name())
        .setDatatype(TensorInfo.FLOAT)
        .addAllShape(input.shape());
    call.outputs().forEach(name -> request.addOutputsBuilder().setName(name));
    return request.build();
  }

  private List<Tensor> answer(ModelInferResponse answer) {
    int raw = answer.getRawOutputContentsCount();
    if (raw != 0 && raw != answer.getOutputsCount()) {
      throw ServingCode.MALFORMED
          .with(address)
          .found("%d contents of %d outputs", raw, answer.getOutputsCount())
          .toException();
    }
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < answer.getOutputsCount(); i++) {
      InferOutputTensor output = answer.getOutputs(i);
      float[] values = raw == 0 ? contents(output) : floats(output, answer.getRawOutputContents(i));
      tensors.add(new Tensor(output.getName(), output.getShapeList(), values));
    }
    return tensors;
  }

  private float[] contents(InferOutputTensor output) {
    requireFloat(output);
    float[] values = new float[output.getContents().getFp32ContentsCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = output.getContents().getFp32Contents(i);
    }
    return values;
  }

  private float[] floats(InferOutputTensor output, ByteString bytes) {
    requireFloat(output);
    ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
    return InferJson.floats(buffer);
  }

  private void requireFloat(InferOutputTensor output) {
    if (!output.getDatatype().equals(TensorInfo.FLOAT)) {
      throw ServingCode.MALFORMED
          .with(address)
          .found("output %s of %s", output.getName(), output.getDatatype())
          .need("%s", TensorInfo.FLOAT)
          .toException();
    }
  }

  private <Q, A> CompletableFuture<A> call(
      MethodDescriptor<Q, A> method, Q request, int maxBytes, Duration patience) {
    Metadata headers = new Metadata();
    token.ifPresent(text -> headers.put(AUTHORIZATION, "Bearer " + text));
    CallOptions options =
        CallOptions.DEFAULT
            .withDeadlineAfter(patience.toNanos(), TimeUnit.NANOSECONDS)
            .withMaxInboundMessageSize(maxBytes)
            .withExecutor(worker);
    CompletableFuture<A> answer = new CompletableFuture<>();
    ClientCalls.asyncUnaryCall(
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers))
            .newCall(method, options),
        request,
        new StreamObserver<>() {
          @Override
          public void onNext(A message) {
            answer.complete(message);
          }

          @Override
          public void onError(Throwable error) {
            answer.completeExceptionally(error);
          }

          @Override
          public void onCompleted() {
            // A call may end well with nothing said; where the one message came this does nothing.
            answer.completeExceptionally(
                ServingCode.MALFORMED.with(address).found("no message").toException());
          }
        });
    return answer
        .orTimeout(patience.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS)
        .exceptionally(
            error -> {
              throw failure(error);
            });
  }

  private UpcallException failure(Throwable error) {
    if (error instanceof UpcallException known) {
      return known;
    }
    if (error instanceof TimeoutException) {
      return ServingCode.TOO_LATE.with(address).toException();
    }
    Status status = Status.fromThrowable(error);
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidProtocolBufferException) {
        return ServingCode.MALFORMED.with(address).found("%s", cause.getMessage()).toException();
      }
    }
    String words = status.getDescription() == null ? "" : ": " + status.getDescription();
    boolean tooLong =
        status.getCode() == Status.Code.RESOURCE_EXHAUSTED
            && words.contains("exceeds maximum size");
    ServingCode code =
        switch (status.getCode()) {
          case DEADLINE_EXCEEDED -> ServingCode.TOO_LATE;
          case UNAVAILABLE -> ServingCode.UNREACHABLE;
          case RESOURCE_EXHAUSTED -> tooLong ? ServingCode.TOO_LONG : ServingCode.REFUSED;
          default -> ServingCode.REFUSED;
        };
    Diagnostic diagnostic =
        code.with(address).found("%s%s", status.getCode(), InferJson.bounded(words));
    return diagnostic.toException();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
