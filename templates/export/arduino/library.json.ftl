{
  "name": "${name}",
  "version": "${version}",
  "description": "The model ${project}, which asks a host when it is unsure. Written by Upcall for ${board?json_string}.",
  "license": "0BSD",
  "frameworks": "arduino",
  "platforms": "*",
  "headers": "${name}.h",
  "build": {"flags": ["-ffp-contract=off"]}
}
