/* SPDX-License-Identifier: Apache-2.0 */
/* Xiangzhi: one program for the common work of townships and villages. */
#include "command/command.h"
#include "modules/modules.h"

int main(int argc, char **argv)
{
    modules_register(modules);
    return command_main(argc, argv);
}
