package dev.upcall.host.serving;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.host.HostCode;
import dev.upcall.host.security.BrokerAddress;
import dev.upcall.host.security.TlsContext;
import dev.upcall.host.security.TlsFiles;
import java.util.Objects;
import java.util.Optional;

/**
 * A member on a serving cluster.
 *
 * @param member name in the manifest
 * @param address of the model that is this member
 * @param batch samples that the model takes in one request; more are asked in several
 * @param tls for https
 * @param token shown to the server; empty: none
 * @param insecure said aloud: no TLS is taken also where others can listen
 */
public record ServingTarget(
    String member,
    ServingAddress address,
    int batch,
    TlsFiles tls,
    Optional<Token> token,
    boolean insecure) {
  /** As many as a gateway asks about together. */
  public static final int STANDARD_BATCH = 64;

  public static final int MAX_BATCH = 4096;

  public ServingTarget {
    Objects.requireNonNull(member);
    Objects.requireNonNull(address);
    Objects.requireNonNull(tls);
    Objects.requireNonNull(token);
    if (batch < 1 || batch > MAX_BATCH) {
      throw new IllegalArgumentException("batch " + batch);
    }
    requireSafe(address, tls, token, insecure);
  }

  /** One without token or certificates, enough on the loopback interface. */
  public static ServingTarget of(String member, ServingAddress address) {
    return new ServingTarget(
        member, address, STANDARD_BATCH, TlsFiles.STANDARD, Optional.empty(), false);
  }

  private static void requireSafe(
      ServingAddress address, TlsFiles tls, Optional<Token> token, boolean insecure) {
    if (!address.tls() && !tls.equals(TlsFiles.STANDARD)) {
      throw Diagnostic.of(HostCode.TLS_FILES)
          .at("%s", address)
          .found("certificates for a connection without TLS")
          .fix("%s://%s", address.grpc() ? "grpcs" : "https", address.host())
          .toException();
    }
    if (!address.tls() && !insecure && !BrokerAddress.isLoopback(address.host())) {
      throw Diagnostic.of(HostCode.PLAIN_REMOTE, address)
          .found(
              token.isPresent()
                  ? "a token that others on the network could read"
                  : "samples and answers that others on the network could read and change")
          .need("TLS, or a server on this machine")
          .fix(
              "%s://%s, or --insecure if the network is your own",
              address.grpc() ? "grpcs" : "https", address.host())
          .toException();
    }
  }

  /**
   * Reads certificates and token, and forgets them: whether they are sound.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3122, UP3123, UP3150 or UP3223 if one is
   *     not
   */
  public void read() {
    if (address.tls()) {
      TlsContext.of(tls);
    }
    token.ifPresent(Token::read);
  }
}
