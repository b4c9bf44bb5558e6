package dev.upcall.host.serving;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a model is served.
 *
 * @param grpc whether it is asked over gRPC; else over HTTP
 * @param tls whether the connection is encrypted and the server's certificate checked
 * @param host name or address; IPv6 in brackets
 * @param port 1 to 65535
 * @param prefix path before {@code /v2}, as gateways of clusters have it; mostly empty
 * @param model its name there
 * @param version of the model; empty: the server chooses
 */
public record ServingAddress(
    boolean grpc,
    boolean tls,
    String host,
    int port,
    String prefix,
    String model,
    Optional<String> version) {
  private static final String MODEL = "([\\w.~-]{1,128})(?:/versions/([\\w.~-]{1,64}))?/?";
  private static final Pattern HTTP_PATH = Pattern.compile("((?:/[\\w.~-]+)*)/v2/models/" + MODEL);
  private static final Pattern GRPC_PATH = Pattern.compile("()/" + MODEL);
  private static final int PLAIN_PORT = 80;
  private static final int TLS_PORT = 443;

  /**
   * Reads {@code http://host:port/v2/models/NAME} or {@code grpc://host:port/NAME}, with an s
   * behind the scheme for TLS, and {@code /versions/V} at the end where one is meant.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3220 for anything else; a password in it
   *     is not repeated
   */
  public static ServingAddress parse(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw bad(text.replaceAll("//.*@", "//...@"));
    }
    if (uri.getRawUserInfo() != null) {
      throw ServingCode.ADDRESS
          .with(uri.getScheme() + "://...@" + uri.getHost())
          .found("a user name or password in the address, where others can read it")
          .fix("a token in a file: --served-token-file FILE")
          .toException();
    }
    String scheme = String.valueOf(uri.getScheme());
    boolean grpc = scheme.equals("grpc") || scheme.equals("grpcs");
    boolean tls = scheme.equals("https") || scheme.equals("grpcs");
    Matcher path = (grpc ? GRPC_PATH : HTTP_PATH).matcher(String.valueOf(uri.getRawPath()));
    // Every server has another port for gRPC.
    int usual = grpc ? 0 : tls ? TLS_PORT : PLAIN_PORT;
    int port = uri.getPort() >= 0 ? uri.getPort() : usual;
    if (!(grpc || tls || scheme.equals("http"))
        || uri.getHost() == null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null
        || port == 0
        || port > 0xffff
        || !path.matches()) {
      throw bad(text);
    }
    return new ServingAddress(
        grpc,
        tls,
        uri.getHost(),
        port,
        path.group(1),
        path.group(2),
        Optional.ofNullable(path.group(3)));
  }

  private static RuntimeException bad(String text) {
    return ServingCode.ADDRESS
        .with(text)
        .need("http://host:port/v2/models/NAME or grpc://host:port/NAME, or https:// or grpcs://")
        .toException();
  }

  /** Of an HTTP server, without the model: {@code http://host:port/prefix/v2}. */
  URI server() {
    return URI.create(origin() + prefix + "/v2");
  }

  private String origin() {
    return (grpc ? "grpc" : "http") + (tls ? "s" : "") + "://" + host + ":" + port;
  }

  /** Of the model, as it is written. */
  URI modelUri() {
    return URI.create(
        (grpc ? origin() : server() + "/models")
            + "/"
            + model
            + version.map(name -> "/versions/" + name).orElse(""));
  }

  @Override
  public String toString() {
    return modelUri().toString();
  }
}
