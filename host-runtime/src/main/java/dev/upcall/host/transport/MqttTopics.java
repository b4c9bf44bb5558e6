package dev.upcall.host.transport;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.HostCode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The topics of one site: {@code upcall/v1/<site>/<device>/<channel>}, where the channel is {@code
 * up}, {@code down}, {@code state} or {@code birth}.
 *
 * @param site 1 to 64 characters of [A-Za-z0-9_-], as every part that is a name
 */
record MqttTopics(String site) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern TOPIC =
      Pattern.compile("upcall/v1/(" + NAME + ")/(" + NAME + ")/(up|down|state|birth)");

  MqttTopics {
    requireName(site);
  }

  /**
   * What a topic says.
   *
   * @param channel up, down, state or birth
   */
  record Parsed(String device, String channel) {}

  /**
   * Refuses what could break out of its place in a topic.
   *
   * @throws UpcallException UP3024
   */
  static void requireName(String part) {
    if (!isName(part)) {
      throw Diagnostic.of(HostCode.TOPIC_PART, part)
          .need("1 to 64 letters, digits, - or _")
          .toException();
    }
  }

  static boolean isName(String part) {
    return NAME.matcher(part).matches();
  }

  /** Everything the devices of the site publish on {@code channel}. */
  String filter(String channel) {
    return "upcall/v1/" + site + "/+/" + channel;
  }

  /**
   * What a gateway reads.
   *
   * @param shareGroup those of one group share the upcalls among them
   */
  List<String> filters(Optional<String> shareGroup) {
    String up = filter("up");
    return List.of(
        shareGroup.map(group -> "$share/" + group + "/" + up).orElse(up), filter("birth"));
  }

  String down(String device) {
    return of(device, "down");
  }

  /** One device's topic on {@code channel}. */
  String of(String device, String channel) {
    return "upcall/v1/" + site + "/" + device + "/" + channel;
  }

  /** The parts of a topic of this site; empty for any other, however it got here. */
  Optional<Parsed> parse(String topic) {
    Matcher matcher = TOPIC.matcher(topic);
    return matcher.matches() && matcher.group(1).equals(site)
        ? Optional.of(new Parsed(matcher.group(2), matcher.group(3)))
        : Optional.empty();
  }
}
