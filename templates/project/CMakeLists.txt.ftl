<#assign here = r"${CMAKE_CURRENT_LIST_DIR}">
# ${project} for ${boardName}, written by Upcall. Builds by itself:
#
#     cmake -S . -B build -G Ninja && cmake --build build
#
# -DUPCALL_DEVICE_ID=n gives the device its number, -DUPCALL_STRICT=OFF lets warnings pass.
cmake_minimum_required(VERSION 3.20)
if(NOT CMAKE_TOOLCHAIN_FILE)
  set(CMAKE_TOOLCHAIN_FILE "${here}/cmake/toolchain.cmake")
endif()
project(firmware LANGUAGES C<#if assembles> ASM</#if>)

set(UPCALL_DEVICE_ID 1 CACHE STRING "number of the device, unique within a site")
option(UPCALL_STRICT "warnings are errors" ON)

add_executable(firmware
<#list sources as source>
  ${source}
</#list>
)
set_target_properties(firmware PROPERTIES
  SUFFIX .elf C_STANDARD 99 C_STANDARD_REQUIRED ON C_EXTENSIONS OFF)
target_include_directories(firmware PRIVATE
<#list includes as include>
  ${include}
</#list>
)
target_compile_definitions(firmware PRIVATE
  UPCALL_DEVICE_ID=${r"${UPCALL_DEVICE_ID}"}u
<#list defines as name, value>
  ${name}=${value}
</#list>
)
# Gcc before 8 (Debian's avr-gcc) maps paths in debug information alone.
set(UPCALL_MAP file)
if(CMAKE_C_COMPILER_ID STREQUAL GNU AND CMAKE_C_COMPILER_VERSION VERSION_LESS 8)
  set(UPCALL_MAP debug)
endif()
# Floats are computed as written (no contraction), so that every board takes the same decisions.
set(UPCALL_C_OPTIONS
  ${optimization} -g -ffunction-sections -fdata-sections -fno-common -ffp-contract=off
  "-f${r"${UPCALL_MAP}"}-prefix-map=${here}=."
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wcast-align
  -Wmissing-prototypes -Wundef -Wvla)
if(UPCALL_STRICT)
  list(APPEND UPCALL_C_OPTIONS -Werror)
endif()
target_compile_options(firmware PRIVATE "$<$<COMPILE_LANGUAGE:C>:${r"${UPCALL_C_OPTIONS}"}>")
<#if linkerScript?has_content>
target_link_options(firmware PRIVATE
  "-L${here}/board" -T "${here}/${linkerScript}" -Wl,--gc-sections -Wl,--build-id=none)
set_target_properties(firmware PROPERTIES
  LINK_DEPENDS "${here}/${linkerScript};${here}/board/memory.ld")
<#if prefix == "avr-">
# Arithmetic on floats is in avr-libc's libm.
target_link_libraries(firmware PRIVATE m gcc)
<#else>
target_link_libraries(firmware PRIVATE gcc)
</#if>
add_custom_command(TARGET firmware POST_BUILD
  COMMAND ${r"${CMAKE_OBJCOPY}"} -O ihex $<TARGET_FILE:firmware> firmware.hex)
<#else>
target_link_options(firmware PRIVATE -Wl,--gc-sections)
</#if>
<#if mqtt>

# With libmosquitto-dev the firmware can speak MQTT by itself: UPCALL_MQTT=host:port selects it.
find_path(MOSQUITTO_INCLUDE mosquitto.h)
find_library(MOSQUITTO_LIBRARY mosquitto)
if(MOSQUITTO_INCLUDE AND MOSQUITTO_LIBRARY)
  target_sources(firmware PRIVATE runtime/upcall_mqtt.c)
  target_compile_definitions(firmware PRIVATE UPCALL_LINK_MQTT=1)
  target_include_directories(firmware SYSTEM PRIVATE "${r"${MOSQUITTO_INCLUDE}"}")
  target_link_libraries(firmware PRIVATE "${r"${MOSQUITTO_LIBRARY}"}")
endif()
</#if>
<#if keyed>

# Whoever has the device's key may push parameters of policies to it; without one nobody may.
set(UPCALL_KEY_FILE "$ENV{UPCALL_KEY_FILE}" CACHE STRING
  "file with the device's key, 64 hexadecimal digits")
if(UPCALL_KEY_FILE)
  get_filename_component(UPCALL_KEY_PATH "${r"${UPCALL_KEY_FILE}"}" ABSOLUTE BASE_DIR "$ENV{PWD}")
  file(STRINGS "${r"${UPCALL_KEY_PATH}"}" UPCALL_KEY LIMIT_COUNT 1)
  string(STRIP "${r"${UPCALL_KEY}"}" UPCALL_KEY)
  string(LENGTH "${r"${UPCALL_KEY}"}" UPCALL_KEY_DIGITS)
  if(NOT UPCALL_KEY_DIGITS EQUAL 64 OR NOT UPCALL_KEY MATCHES "^[0-9a-fA-F]+$")
    message(FATAL_ERROR "no key of 64 hexadecimal digits in ${r"${UPCALL_KEY_PATH}"}")
  endif()
  string(REGEX REPLACE "(..)" "0x\\1, " UPCALL_KEY "${r"${UPCALL_KEY}"}")
  file(WRITE "${r"${CMAKE_BINARY_DIR}"}/key/upcall_key.h" "#define UPCALL_KEY {${r"${UPCALL_KEY}"}}\n")
  target_compile_definitions(firmware PRIVATE UPCALL_KEYED)
  target_include_directories(firmware PRIVATE "${r"${CMAKE_BINARY_DIR}"}/key")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${r"${UPCALL_KEY_PATH}"}")
endif()
</#if>

# What the device says over a serial line may prove that it has that key, and what it hears has to.
option(UPCALL_SEAL "messages over serial lines bear seals" "$ENV{UPCALL_SEAL}")
if(UPCALL_SEAL)
<#if keyed>
  if(NOT UPCALL_KEY_FILE)
    message(FATAL_ERROR "UPCALL_SEAL needs the device's key: set UPCALL_KEY_FILE")
  endif()
  target_compile_definitions(firmware PRIVATE UPCALL_SEAL=1)
<#else>
  message(FATAL_ERROR
    "UPCALL_SEAL needs a key: firmware has one where parameters may be pushed (pushed: in a policy)")
</#if>
endif()
