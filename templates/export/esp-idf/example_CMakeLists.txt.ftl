cmake_minimum_required(VERSION 3.16)
<#noparse>set(EXTRA_COMPONENT_DIRS "${CMAKE_CURRENT_LIST_DIR}/../..")
include($ENV{IDF_PATH}/tools/cmake/project.cmake)</#noparse>
project(ask)
