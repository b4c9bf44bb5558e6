package dev.upcall.host.remote;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.host.HostCode;
import dev.upcall.host.transport.MqttOptions;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The topics of a site's members, apart from those of its devices:
 *
 * <pre>
 *   upcall/members/v1/SITE/SIGNATURE/MEMBER/REPLICA/{ask,state}
 *   upcall/members/v1/SITE/gateway/GATEWAY/answers
 * </pre>
 *
 * The signature is 16 hexadecimal digits, its first 8 bytes.
 */
record MemberTopics(String site) {
  private static final String ROOT = "upcall/members/v1/";
  private static final String NAME = "[A-Za-z0-9_-]{1,64}";
  private static final Pattern STATE =
      Pattern.compile(ROOT + "(" + NAME + ")/([0-9a-f]{16})/(" + NAME + ")/(" + NAME + ")/state");

  MemberTopics {
    requireName(site);
  }

  /** Who says in a state topic how it is. */
  record Replica(long signature, String member, String replica) {}

  /**
   * Refuses what could break out of its place in a topic.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3024
   */
  static void requireName(String part) {
    if (!MqttOptions.isName(part)) {
      throw Diagnostic.of(HostCode.TOPIC_PART, part)
          .need("1 to 64 letters, digits, - or _")
          .toException();
    }
  }

  /** Where a replica is asked. */
  String ask(long signature, String member, String replica) {
    return of(signature, member, replica) + "/ask";
  }

  /** Where a replica says that it lives. */
  String state(long signature, String member, String replica) {
    return of(signature, member, replica) + "/state";
  }

  /** The states of all replicas of a member. */
  String states(long signature, String member) {
    return of(signature, member, "+") + "/state";
  }

  /** Where a gateway is answered. */
  String answers(String gateway) {
    return ROOT + site + "/gateway/" + gateway + "/answers";
  }

  /** Who a state topic of this site is about; empty for any other topic. */
  Optional<Replica> parse(String topic) {
    Matcher matcher = STATE.matcher(topic);
    return matcher.matches() && matcher.group(1).equals(site)
        ? Optional.of(
            new Replica(
                HexFormat.fromHexDigitsToLong(matcher.group(2)),
                matcher.group(3),
                matcher.group(4)))
        : Optional.empty();
  }

  private String of(long signature, String member, String replica) {
    return ROOT + site + "/" + HexFormat.of().toHexDigits(signature) + "/" + member + "/" + replica;
  }
}
