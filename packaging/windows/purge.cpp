// SPDX-License-Identifier: GPL-3.0-or-later
// liaison-purge.exe: what PURGE=1 at uninstall runs, as the system. Deletes what the workstation keeps on disk, in the profile of every
// user of this machine. Users own those folders and could put a junction to somewhere else in the way of a program with such rights, so
// nothing here goes by path below the profile: each name is opened within the folder opened before it, links are opened as
// themselves and never followed, and what is deleted is what is open.
// Out of its reach: the keys in each user's Credential Manager (useless without the data), and folders named with --data.
#include <cstdio>
#include <cwchar>
#include <string>
#include <vector>

#include <windows.h>

#include <winternl.h>

namespace {

/// A handle that is closed when it goes.
class Handle
{
public:
    explicit Handle(HANDLE handle = INVALID_HANDLE_VALUE) : m_handle(handle) {}
    Handle(Handle &&other) noexcept : m_handle(other.m_handle) { other.m_handle = INVALID_HANDLE_VALUE; }
    Handle(const Handle &) = delete;
    Handle &operator=(const Handle &) = delete;
    ~Handle()
    {
        if (isOpen())
            CloseHandle(m_handle);
    }
    bool isOpen() const { return m_handle != INVALID_HANDLE_VALUE; }
    HANDLE get() const { return m_handle; }

private:
    HANDLE m_handle;
};

constexpr ULONG openOptions = FILE_OPEN_REPARSE_POINT | FILE_SYNCHRONOUS_IO_NONALERT | FILE_OPEN_FOR_BACKUP_INTENT;
constexpr ULONG shareAll = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

/// `name`, one step below `folder`; a link is opened itself.
Handle openWithin(HANDLE folder, const std::wstring &name, ACCESS_MASK access)
{
    UNICODE_STRING text;
    text.Buffer = const_cast<wchar_t *>(name.data());
    text.Length = text.MaximumLength = USHORT(name.size() * sizeof(wchar_t));
    OBJECT_ATTRIBUTES attributes;
    InitializeObjectAttributes(&attributes, &text, OBJ_CASE_INSENSITIVE, folder, nullptr);
    IO_STATUS_BLOCK status;
    HANDLE opened = nullptr;
    const NTSTATUS result = NtCreateFile(&opened, access | SYNCHRONIZE, &attributes, &status, nullptr, FILE_ATTRIBUTE_NORMAL,
                                         shareAll, FILE_OPEN, openOptions, nullptr, 0);
    return Handle(NT_SUCCESS(result) ? opened : INVALID_HANDLE_VALUE);
}

/// Its FILE_ATTRIBUTE_… bits; those of a link if they cannot be had, so that nothing is done inside.
DWORD attributesOf(const Handle &handle)
{
    FILE_BASIC_INFO info;
    return GetFileInformationByHandleEx(handle.get(), FileBasicInfo, &info, sizeof info) ? info.FileAttributes
                                                                                         : DWORD(FILE_ATTRIBUTE_REPARSE_POINT);
}

bool isPlainFolder(const Handle &handle)
{
    const DWORD attributes = attributesOf(handle);
    return (attributes & FILE_ATTRIBUTE_DIRECTORY) && !(attributes & FILE_ATTRIBUTE_REPARSE_POINT);
}

std::vector<std::wstring> namesIn(HANDLE folder)
{
    std::vector<std::wstring> names;
    alignas(FILE_ID_BOTH_DIR_INFO) static unsigned char buffer[64 * 1024];
    FILE_INFO_BY_HANDLE_CLASS which = FileIdBothDirectoryRestartInfo;
    while (GetFileInformationByHandleEx(folder, which, buffer, sizeof buffer)) {
        which = FileIdBothDirectoryInfo;
        for (const unsigned char *at = buffer;;) {
            const auto *entry = reinterpret_cast<const FILE_ID_BOTH_DIR_INFO *>(at);
            std::wstring name(entry->FileName, entry->FileNameLength / sizeof(wchar_t));
            if (name != L"." && name != L"..")
                names.push_back(std::move(name));
            if (!entry->NextEntryOffset)
                break;
            at += entry->NextEntryOffset;
        }
    }
    return names;
}

/// Deletes `name` in `folder` with all that is in it; false if something stayed.
bool removeWithin(HANDLE folder, const std::wstring &name)
{
    const Handle entry = openWithin(folder, name, DELETE | FILE_READ_ATTRIBUTES | FILE_WRITE_ATTRIBUTES | FILE_LIST_DIRECTORY);
    if (!entry.isOpen())
        return false;
    bool all = true;
    if (isPlainFolder(entry)) {
        for (const std::wstring &inner : namesIn(entry.get()))
            all = removeWithin(entry.get(), inner) && all;
    }
    FILE_BASIC_INFO writable = {};
    writable.FileAttributes = FILE_ATTRIBUTE_NORMAL; // a file marked read-only does not let itself be deleted
    SetFileInformationByHandle(entry.get(), FileBasicInfo, &writable, sizeof writable);
    FILE_DISPOSITION_INFO gone = {};
    gone.DeleteFile = TRUE;
    return SetFileInformationByHandle(entry.get(), FileDispositionInfo, &gone, sizeof gone) && all;
}

/// The folders of all users' profiles, as the machine's registry names them.
std::vector<std::wstring> profiles()
{
    std::vector<std::wstring> found;
    const wchar_t *const list = L"SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProfileList";
    HKEY key = nullptr;
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, list, 0, KEY_READ | KEY_WOW64_64KEY, &key) == ERROR_SUCCESS) {
        wchar_t name[256];
        for (DWORD i = 0, size = 256; RegEnumKeyExW(key, i, name, &size, nullptr, nullptr, nullptr, nullptr) == ERROR_SUCCESS;
             ++i, size = 256) {
            wchar_t path[32768];
            DWORD bytes = sizeof path;
            // This type takes the expandable text that it is on Windows, too, and expands it.
            if (RegGetValueW(key, name, L"ProfileImagePath", RRF_RT_REG_SZ, nullptr, path, &bytes) == ERROR_SUCCESS)
                found.emplace_back(path);
        }
        RegCloseKey(key);
    }
    return found;
}

/// AppData\Local\liaison of one profile; false if something stayed.
bool purge(const std::wstring &profile)
{
    // The profile's own folder lies where only administrators may put one.
    const Handle root(CreateFileW(profile.c_str(), FILE_LIST_DIRECTORY | FILE_READ_ATTRIBUTES, shareAll, nullptr, OPEN_EXISTING,
                                  FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT, nullptr));
    if (!root.isOpen() || !isPlainFolder(root))
        return true;
    const Handle data = openWithin(root.get(), L"AppData", FILE_LIST_DIRECTORY | FILE_READ_ATTRIBUTES);
    if (!data.isOpen() || !isPlainFolder(data))
        return true;
    const Handle local = openWithin(data.get(), L"Local", FILE_LIST_DIRECTORY | FILE_READ_ATTRIBUTES);
    if (!local.isOpen() || !isPlainFolder(local))
        return true;
    if (!openWithin(local.get(), L"liaison", FILE_READ_ATTRIBUTES).isOpen())
        return true; // nothing of ours
    const bool all = removeWithin(local.get(), L"liaison");
    std::printf("%ls: %s\n", profile.c_str(), all ? "purged" : "not everything could be deleted");
    return all;
}

/// Backup and restore rights, which administrators and the system have, open every folder whatever its access list says.
void useRights()
{
    HANDLE token = nullptr;
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_ADJUST_PRIVILEGES, &token))
        return;
    for (const wchar_t *name : {L"SeBackupPrivilege", L"SeRestorePrivilege"}) {
        TOKEN_PRIVILEGES one = {};
        one.PrivilegeCount = 1;
        one.Privileges[0].Attributes = SE_PRIVILEGE_ENABLED;
        if (LookupPrivilegeValueW(nullptr, name, &one.Privileges[0].Luid))
            AdjustTokenPrivileges(token, FALSE, &one, 0, nullptr, nullptr);
    }
    CloseHandle(token);
}

} // namespace

int main()
{
    useRights();
    bool all = true;
    for (const std::wstring &profile : profiles())
        all = purge(profile) && all;
    return all ? 0 : 1;
}
