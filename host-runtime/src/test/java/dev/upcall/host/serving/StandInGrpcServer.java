package dev.upcall.host.serving;

import com.google.protobuf.ByteString;
import dev.upcall.host.serving.proto.InferTensorContents;
import dev.upcall.host.serving.proto.ModelInferRequest;
import dev.upcall.host.serving.proto.ModelInferResponse;
import dev.upcall.host.serving.proto.ModelInferResponse.InferOutputTensor;
import dev.upcall.host.serving.proto.ModelMetadataRequest;
import dev.upcall.host.serving.proto.ModelMetadataResponse;
import dev.upcall.host.serving.proto.ModelMetadataResponse.TensorMetadata;
import dev.upcall.host.serving.proto.ServerReadyResponse;
import dev.upcall.host.testing.StandInModel;
import dev.upcall.host.testing.StandInModel.Numbers;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** The protocol over gRPC, as {@link dev.upcall.host.testing.StandInServer} has it over HTTP. */
final class StandInGrpcServer implements AutoCloseable {
  /** Ways to answer wrongly. */
  enum Fault {
    NONE,
    FAILS,
    NO_OUTPUTS,
    WRONG_SHAPE,
    WRONG_TYPE,
    FEWER_CONTENTS,
    FEWER_NUMBERS,
    NOT_A_NUMBER,
    HUGE,
    NO_MESSAGE,
    HANGS
  }

  private static final int HUGE = 1 << 22;

  private final String name;
  private final boolean raw;
  private final StandInModel model;
  private final Server server;
  private final Queue<StreamObserver<ModelInferResponse>> hanging = new ConcurrentLinkedQueue<>();
  private volatile Fault fault = Fault.NONE;
  volatile String token = "";

  /**
   * Serves a model.
   *
   * @param port 0 for a free one
   * @param raw whether answers are bytes, as Triton's, or numbers
   */
  StandInGrpcServer(int port, String name, Path file, boolean raw) throws Exception {
    this(InsecureServerCredentials.create(), port, name, file, raw);
  }

  StandInGrpcServer(ServerCredentials credentials, int port, String name, Path file, boolean raw)
      throws Exception {
    this.name = name;
    this.raw = raw;
    this.model = new StandInModel(file);
    this.server =
        OkHttpServerBuilder.forPort(port, credentials)
            .intercept(new Doorkeeper())
            .addService(
                ServerServiceDefinition.builder("inference.GRPCInferenceService")
                    .addMethod(
                        GrpcCalls.READY,
                        ServerCalls.asyncUnaryCall(
                            (request, out) ->
                                reply(
                                    out, ServerReadyResponse.newBuilder().setReady(true).build())))
                    .addMethod(GrpcCalls.METADATA, ServerCalls.asyncUnaryCall(this::describe))
                    .addMethod(
                        mayBeSilent(GrpcCalls.INFER),
                        ServerCalls.asyncServerStreamingCall(this::infer))
                    .build())
            .build()
            .start();
  }

  /** The same on the wire; grpc-java's servers do not let unary calls end without a message. */
  private static <Q, A> MethodDescriptor<Q, A> mayBeSilent(MethodDescriptor<Q, A> unary) {
    return unary.toBuilder().setType(MethodDescriptor.MethodType.SERVER_STREAMING).build();
  }

  int port() {
    return server.getPort();
  }

  /** What hangs goes on hanging no longer. */
  void fault(Fault now) {
    fault = now;
    while (!hanging.isEmpty()) {
      hanging.remove().onError(Status.ABORTED.asException());
    }
  }

  ServingAddress address() {
    return ServingAddress.parse("grpc://127.0.0.1:" + port() + "/" + name);
  }

  /** Lets nobody in without the token. */
  private final class Doorkeeper implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      String said = headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER));
      if (!token.isEmpty() && !("Bearer " + token).equals(said)) {
        call.close(Status.UNAUTHENTICATED, new Metadata());
        return new ServerCall.Listener<>() {};
      }
      return next.startCall(call, headers);
    }
  }

  private void describe(ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> out) {
    try {
      ModelMetadataResponse.Builder answer = ModelMetadataResponse.newBuilder().setName(name);
      model.inputs().forEach((input, shape) -> answer.addInputs(info(input, shape)));
      model.outputs().forEach((output, shape) -> answer.addOutputs(info(output, shape)));
      reply(out, answer.build());
    } catch (Exception e) {
      out.onError(e);
    }
  }

  private static TensorMetadata info(String name, long[] shape) {
    return TensorMetadata.newBuilder()
        .setName(name)
        .setDatatype("FP32")
        .addAllShape(Arrays.stream(shape).boxed().toList())
        .build();
  }

  private void infer(ModelInferRequest request, StreamObserver<ModelInferResponse> out) {
    try {
      if (!request.getModelName().equals(name) || request.getInputsCount() != 1) {
        throw new IllegalArgumentException("another model, or other inputs");
      }
      var input = request.getInputs(0);
      long[] shape = input.getShapeList().stream().mapToLong(Long::longValue).toArray();
      float[] values = InferJson.floats(request.getRawInputContents(0).asReadOnlyByteBuffer());
      List<String> names =
          request.getOutputsList().stream().map(output -> output.getName()).toList();
      ModelInferResponse.Builder answer = ModelInferResponse.newBuilder();
      for (Map.Entry<String, Numbers> output :
          model.run(input.getName(), new Numbers(shape, values), names).entrySet()) {
        InferOutputTensor.Builder tensor =
            answer
                .addOutputsBuilder()
                .setName(output.getKey())
                .setDatatype("FP32")
                .addAllShape(Arrays.stream(output.getValue().shape()).boxed().toList());
        float[] numbers = output.getValue().values();
        if (raw) {
          answer.addRawOutputContents(ByteString.copyFrom(InferJson.bytes(numbers)));
        } else {
          InferTensorContents.Builder contents = tensor.getContentsBuilder();
          for (float number : numbers) {
            contents.addFp32Contents(number);
          }
        }
      }
      spoil(answer, out);
    } catch (Exception e) {
      out.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asException());
    }
  }

  private void spoil(ModelInferResponse.Builder answer, StreamObserver<ModelInferResponse> out) {
    InferOutputTensor.Builder first = answer.getOutputsBuilder(0);
    switch (fault) {
      case FAILS -> {
        out.onError(Status.INTERNAL.withDescription("out of memory").asException());
        return;
      }
      case NO_MESSAGE -> {
        out.onCompleted();
        return;
      }
      case HANGS -> {
        hanging.add(out);
        return;
      }
      case NO_OUTPUTS -> answer.clear();
      case WRONG_SHAPE -> first.setShape(1, 7);
      case WRONG_TYPE -> first.setDatatype("FP64");
      case FEWER_CONTENTS -> answer.clearRawOutputContents().addRawOutputContents(ByteString.EMPTY);
      case FEWER_NUMBERS -> numbers(answer, first, new float[1]);
      case NOT_A_NUMBER -> {
        float[] wrong = new float[(int) (first.getShape(0) * first.getShape(1))];
        Arrays.fill(wrong, Float.NaN);
        numbers(answer, first, wrong);
      }
      case HUGE -> numbers(answer, first, new float[HUGE]);
      case NONE -> {}
    }
    reply(out, answer.build());
  }

  private void numbers(
      ModelInferResponse.Builder answer, InferOutputTensor.Builder first, float[] values) {
    if (raw) {
      answer.setRawOutputContents(0, ByteString.copyFrom(InferJson.bytes(values)));
    } else {
      first.clearContents();
      for (float value : values) {
        first.getContentsBuilder().addFp32Contents(value);
      }
    }
  }

  private static <A> void reply(StreamObserver<A> out, A answer) {
    out.onNext(answer);
    out.onCompleted();
  }

  @Override
  public void close() throws InterruptedException {
    server.shutdownNow();
    server.awaitTermination(10, TimeUnit.SECONDS);
    model.close();
  }
}
