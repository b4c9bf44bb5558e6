package dev.upcall.host.serving;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.security.TlsContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The protocol over HTTP/1.1 with JSON bodies. */
final class HttpServingClient implements ServingClient {
  /** Of what a server says of itself, a model, or an error. */
  private static final int MAX_WORDS = 1 << 20;

  private static final int OK = 200;
  private static final String JSON_LENGTH = "Inference-Header-Content-Length";

  private final ServingTarget target;
  private final ServingAddress address;
  private final InferJson json;
  private final Executor worker;
  private final HttpClient http;

  /** As it was when the server was looked at last. */
  private volatile Optional<String> token;

  /**
   * @param worker where bodies are written and read
   * @throws UpcallException UP3122, UP3123, UP3150 or UP3223 if certificates or token are not sound
   */
  HttpServingClient(ServingTarget target, Executor worker) {
    this.target = target;
    this.address = target.address();
    this.json = new InferJson(address);
    this.worker = worker;
    this.token = target.token().map(Token::read);
    // A redirection could lead the token to another server.
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(worker);
    if (address.tls()) {
      builder.sslContext(TlsContext.of(target.tls()));
    }
    this.http = builder.build();
  }

  @Override
  public CompletableFuture<ModelMetadata> look(Duration patience) {
    return CompletableFuture.runAsync(() -> token = target.token().map(Token::read), worker)
        .thenCompose(read -> get(address.server() + "/health/ready", patience))
        .thenApply(this::requireOk)
        .thenCompose(ready -> get(address.server().toString(), patience))
        .thenApply(this::isBinary)
        .thenCompose(
            binary ->
                get(address.modelUri().toString(), patience)
                    .thenApply(this::requireOk)
                    .thenApply(answer -> json.metadata(answer.body(), binary)));
  }

  /** A server that does not describe itself has no extensions. */
  private boolean isBinary(HttpResponse<byte[]> answer) {
    return answer.statusCode() == OK
        && json.extensions(answer.body()).contains("binary_tensor_data");
  }

  @Override
  public CompletableFuture<List<Tensor>> infer(InferCall call, Duration patience) {
    return CompletableFuture.supplyAsync(() -> json.request(call), worker)
        .thenCompose(
            body -> {
              HttpRequest.Builder request =
                  request(URI.create(address.modelUri() + "/infer"))
                      .POST(HttpRequest.BodyPublishers.ofByteArray(body.bytes()));
              if (call.binary()) {
                request
                    .header("Content-Type", "application/octet-stream")
                    .header(JSON_LENGTH, String.valueOf(body.json()));
              } else {
                request.header("Content-Type", "application/json");
              }
              return send(request.build(), call.maxBytes(), patience);
            })
        .thenApply(this::requireOk)
        .thenApply(answer -> json.answer(answer.body(), jsonLength(answer)));
  }

  private OptionalLong jsonLength(HttpResponse<byte[]> answer) {
    try {
      return answer.headers().firstValueAsLong(JSON_LENGTH);
    } catch (NumberFormatException e) {
      throw ServingCode.MALFORMED
          .with(address)
          .at("header %s", JSON_LENGTH)
          .need("a whole number")
          .toException();
    }
  }

  private CompletableFuture<HttpResponse<byte[]>> get(String uri, Duration patience) {
    return send(request(URI.create(uri)).GET().build(), MAX_WORDS, patience);
  }

  private HttpRequest.Builder request(URI uri) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    return request;
  }

  /** Sends; what takes longer than it may, head and body together, is cut off. */
  private CompletableFuture<HttpResponse<byte[]>> send(
      HttpRequest request, int maxBytes, Duration patience) {
    CompletableFuture<HttpResponse<byte[]>> sent =
        http.sendAsync(request, head -> new BoundedBody(maxBytes));
    return sent.<HttpResponse<byte[]>>thenApply(answer -> answer)
        .orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS)
        .whenComplete(
            (answer, error) -> {
              if (error != null) {
                sent.cancel(true);
              }
            })
        .exceptionally(
            error -> {
              throw failure(error);
            });
  }

  private UpcallException failure(Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    for (Throwable one = cause; one != null; one = one.getCause()) {
      if (one instanceof BoundedBody.TooLong) {
        return ServingCode.TOO_LONG.with(address).found("%s", one.getMessage()).toException();
      }
    }
    if (cause instanceof TimeoutException || cause instanceof CancellationException) {
      return ServingCode.TOO_LATE.with(address).toException();
    }
    String words = cause.getMessage() == null ? "" : ": " + cause.getMessage();
    return ServingCode.UNREACHABLE
        .with(address)
        .found("%s%s", cause.getClass().getSimpleName(), words)
        .toException();
  }

  private HttpResponse<byte[]> requireOk(HttpResponse<byte[]> answer) {
    if (answer.statusCode() == OK) {
      return answer;
    }
    String words = InferJson.words(answer.body());
    Diagnostic refused =
        ServingCode.REFUSED
            .with(address)
            .at("%s", answer.uri().getPath())
            .found("status %d%s", answer.statusCode(), words.isEmpty() ? "" : ": " + words);
    throw refused.toException();
  }

  /** Java 17's client has no end of its own: its thread goes when nobody refers to it. */
  @Override
  public void close() {
    token = Optional.empty();
  }
}
