// libyaml: parsing YAML into events.
#pragma once
#include <yaml.h>
