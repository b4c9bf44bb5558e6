package dev.upcall.host.serving;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.upcall.host.serving.proto.ModelInferRequest;
import dev.upcall.host.serving.proto.ModelInferResponse;
import dev.upcall.host.serving.proto.ModelMetadataRequest;
import dev.upcall.host.serving.proto.ModelMetadataResponse;
import dev.upcall.host.serving.proto.ServerReadyRequest;
import dev.upcall.host.serving.proto.ServerReadyResponse;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;

/**
 * The calls of the protocol's service that Upcall makes, as the published definition names them.
 */
final class GrpcCalls {
  static final String SERVICE = "inference.GRPCInferenceService";

  static final MethodDescriptor<ServerReadyRequest, ServerReadyResponse> READY =
      call("ServerReady", ServerReadyRequest.parser(), ServerReadyResponse.parser());

  static final MethodDescriptor<ModelMetadataRequest, ModelMetadataResponse> METADATA =
      call("ModelMetadata", ModelMetadataRequest.parser(), ModelMetadataResponse.parser());

  static final MethodDescriptor<ModelInferRequest, ModelInferResponse> INFER =
      call("ModelInfer", ModelInferRequest.parser(), ModelInferResponse.parser());

  private GrpcCalls() {}

  private static <Q extends MessageLite, A extends MessageLite> MethodDescriptor<Q, A> call(
      String name, Parser<Q> request, Parser<A> answer) {
    return MethodDescriptor.<Q, A>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
        .setRequestMarshaller(new Messages<>(request))
        .setResponseMarshaller(new Messages<>(answer))
        .build();
  }

  private record Messages<M extends MessageLite>(Parser<M> parser)
      implements MethodDescriptor.Marshaller<M> {
    @Override
    public InputStream stream(M message) {
      return message.toByteString().newInput();
    }

    @Override
    public M parse(InputStream bytes) {
      try {
        return parser.parseFrom(bytes);
      } catch (InvalidProtocolBufferException e) {
        IOException unwrapped = e.unwrapIOException();
        throw Status.INTERNAL.withCause(unwrapped).asRuntimeException();
      }
    }
  }
}
