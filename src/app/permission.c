/* SPDX-License-Identifier: Apache-2.0 */
/* Which roles have which permission. */
#include "app/permission.h"

#include "app/access.h"
#include "app/module.h"

#include <string.h>

enum { SLOTS = 1024, PERMISSIONS_MAX = SLOTS / 2, ROLES_MAX = 64, ROLE_SLOTS = 256 };

/* Set once, before any thread starts: tables by hash, what collides stands in the next free
 * slot. */
static struct permission permissions[SLOTS];
static struct {
    str name;
    uint64_t bit;
} roles[ROLE_SLOTS];

static size_t slot_of(str name)
{
    size_t slot = str_hash_quickly(name) % SLOTS;

    while (permissions[slot].name.length > 0 && !str_eq(permissions[slot].name, name))
        slot = (slot + 1) % SLOTS;
    return slot;
}

static size_t role_slot_of(str role)
{
    size_t slot = str_hash_quickly(role) % ROLE_SLOTS;

    while (roles[slot].name.length > 0 && !str_eq(roles[slot].name, role))
        slot = (slot + 1) % ROLE_SLOTS;
    return slot;
}

/* The bits of the roles in a list; new ones are given the next bit. */
static uint64_t bits_of(str list, size_t *role_count)
{
    uint64_t bits = 0;

    for (str role; str_next(&list, &role);) {
        size_t slot = role_slot_of(role);
        if (roles[slot].name.length == 0) {
            roles[slot].name = role;
            roles[slot].bit = *role_count < ROLES_MAX ? UINT64_C(1) << *role_count : 0;
            (*role_count)++;
        }
        bits |= roles[slot].bit;
    }
    return bits;
}

/* The first module that grants a permission says who has it. */
static void add_grant(const struct grant *grant, size_t *count, size_t *role_count)
{
    str name = str_of(grant->permission);
    struct permission *permission = &permissions[slot_of(name)];

    if (permission->name.length > 0)
        return;
    *permission = (struct permission){
        .name = name,
        .roles = grant->roles,
        .holders = bits_of(str_of(grant->roles), role_count),
    };
    (*count)++;
}

const char *permissions_build(void)
{
    size_t count = 0;
    size_t role_count = 0;

    memset(permissions, 0, sizeof permissions);
    memset(roles, 0, sizeof roles);
    for (const struct module *const *module = modules_all(); *module != NULL; module++)
        for (const struct grant *grant = (*module)->grants;
             grant != NULL && grant->permission != NULL && count < PERMISSIONS_MAX; grant++)
            add_grant(grant, &count, &role_count);
    if (count == PERMISSIONS_MAX)
        return "too many permissions";
    return role_count > ROLES_MAX ? "too many roles" : NULL;
}

const struct permission *permission_find(str name)
{
    const struct permission *permission = &permissions[slot_of(name)];

    return permission->name.length > 0 ? permission : NULL;
}

uint64_t role_bit(str role)
{
    return roles[role_slot_of(role)].bit;
}

const char *permission_roles(str permission)
{
    const struct permission *found = permission_find(permission);

    return found == NULL ? NULL : found->roles;
}
