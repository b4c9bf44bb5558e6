package dev.upcall.host;

import dev.upcall.core.diagnostic.DiagnosticCode;
import dev.upcall.core.diagnostic.Exit;

/** What can go wrong on the host, each with the id a user can look up. */
public enum HostCode implements DiagnosticCode {
  MODEL_MISSING("UP3001", "model file %s is missing", Exit.BAD_INPUT),
  MODEL_UNREADABLE("UP3002", "model file %s cannot be loaded", Exit.BAD_INPUT),
  MODEL_INPUT("UP3003", "%s takes another input than it is given", Exit.BAD_INPUT),
  MODEL_CLASSES("UP3004", "%s has another number of classes than the manifest", Exit.BAD_INPUT),
  MODEL_FEATURES("UP3005", "%s has no features output \"%s\"", Exit.BAD_INPUT),
  MODEL_RUN("UP3006", "%s fails when it is run", Exit.BAD_INPUT),
  MODEL_LOGITS("UP3007", "%s has no class scores among its outputs", Exit.BAD_INPUT),
  NO_TAKE_OVER("UP3008", "%s cannot go on where devices stop", Exit.UNSUPPORTED),
  MODEL_PARTS("UP3009", "head \"%s\" is not the sum of its members' parts", Exit.BAD_INPUT),
  NO_ANSWER("UP3010", "no member of project \"%s\" answered", Exit.DEVICE_OR_NETWORK),
  NO_COMBINER("UP3011", "project \"%s\" has no combiner for the members alive", Exit.BAD_INPUT),
  EXPIRED("UP3014", "an upcall waited longer than its device", Exit.DEVICE_OR_NETWORK),
  UNKNOWN_MEMBER("UP3012", "project \"%s\" has no host member \"%s\"", Exit.USAGE),
  DUPLICATE_PROJECT("UP3013", "two project folders have the same signature", Exit.USAGE),
  PORT_MISSING("UP3020", "serial port %s does not exist", Exit.DEVICE_OR_NETWORK),
  PORT_BUSY("UP3021", "serial port %s cannot be opened", Exit.DEVICE_OR_NETWORK),
  BROKER_REFUSES("UP3022", "MQTT broker %s cannot be used", Exit.DEVICE_OR_NETWORK),
  BROKER_START("UP3023", "the embedded MQTT broker does not start", Exit.DEVICE_OR_NETWORK),
  TOPIC_PART("UP3024", "\"%s\" cannot be part of an MQTT topic", Exit.USAGE),
  NO_DEVICE("UP3030", "no device answers on %s", Exit.DEVICE_OR_NETWORK),
  NO_RESULT("UP3031", "the device sent no result for sample %d", Exit.DEVICE_OR_NETWORK),
  WRONG_FIRMWARE("UP3032", "the device runs firmware of another project", Exit.USAGE),
  KEYS("UP3033", "the keys of devices cannot be used", Exit.USAGE),
  NOT_PUSHED("UP3034", "%d of %d devices did not take the parameters", Exit.DEVICE_OR_NETWORK),
  JOURNAL_LOCKED("UP3100", "journal %s is in use", Exit.USAGE),
  JOURNAL_FOLDER("UP3101", "journal %s cannot be used", Exit.BAD_INPUT),
  JOURNAL_DAMAGED("UP3102", "journal segment %s is damaged", Exit.BAD_INPUT),
  JOURNAL_SEGMENT_MISSING("UP3103", "journal segment %s is missing", Exit.BAD_INPUT),
  BROKER_ADDRESS("UP3120", "\"%s\" is no address of an MQTT broker", Exit.USAGE),
  PLAIN_REMOTE("UP3121", "the connection to %s would not be encrypted", Exit.USAGE),
  CERTIFICATE("UP3122", "%s cannot be used as a certificate", Exit.USAGE),
  PRIVATE_KEY("UP3123", "%s cannot be used as a private key", Exit.USAGE),
  PASSWORD("UP3124", "there is no password for MQTT", Exit.USAGE),
  TLS_FILES("UP3125", "TLS is set up halfway", Exit.USAGE),
  USERS_FILE("UP3126", "%s cannot be used as a file of users", Exit.USAGE),
  ACL_FILE("UP3127", "%s cannot be used as a file of MQTT access rules", Exit.USAGE),
  OPEN_BROKER("UP3128", "anyone on the network could use the broker on %s", Exit.USAGE),
  NO_SHARING("UP3129", "MQTT 3.1.1 has no shared subscriptions", Exit.USAGE),
  FOREIGN_NUMBER("UP3130", "device %s bears the number of another", Exit.USAGE),
  SECRET("UP3150", "the secret in %s cannot be read", Exit.BAD_INPUT),
  NOTHING_SERVED("UP3151", "the gateway is to serve no project", Exit.BAD_INPUT),
  HARVEST_PLACE("UP3200", "harvest store \"%s\" cannot be used", Exit.USAGE),
  HARVEST_OPEN("UP3201", "harvest store %s cannot be opened", Exit.DEVICE_OR_NETWORK),
  HARVEST_NEWER("UP3202", "harvest store %s was written by a newer version", Exit.UNSUPPORTED),
  HARVEST_READ("UP3203", "harvest store %s cannot be read", Exit.DEVICE_OR_NETWORK),
  HARVEST_EMPTY("UP3204", "harvest store %s has no such samples of project %s", Exit.BAD_INPUT),
  SERIAL_PORT("UP3240", "\"%s\" is no serial port", Exit.USAGE),
  TIER_VERDICT("UP3260", "the policy %s has no place in a gateway", Exit.BAD_INPUT),
  HTTP_ADDRESS("UP3270", "\"%s\" is no address to listen on for HTTP", Exit.USAGE),
  HTTP_USERS("UP3271", "the users of the HTTP server are set up halfway", Exit.USAGE),
  PUSH_DEVICE("UP3272", "no device %s is known here", Exit.USAGE),
  HTTP_START("UP3152", "the gateway cannot listen for HTTP on %s", Exit.DEVICE_OR_NETWORK),
  HTTP_OPEN("UP3153", "others could listen on %s", Exit.USAGE);

  private final String id;
  private final String pattern;
  private final Exit exit;

  HostCode(String id, String pattern, Exit exit) {
    this.id = id;
    this.pattern = pattern;
    this.exit = exit;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String pattern() {
    return pattern;
  }

  @Override
  public Exit exit() {
    return exit;
  }
}
