// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/OwnerOnly.h"

#include <QDir>
#include <memory>
#include <qt_windows.h>

#include <aclapi.h>
#include <sddl.h>

namespace liaison {

namespace {

struct LocalFreeing
{
    void operator()(void *memory) const { LocalFree(memory); }
};
template <typename T>
using Local = std::unique_ptr<T, LocalFreeing>;

/// The user this process runs as, as "S-1-5-…"; empty if Windows does not say.
QString ownSid()
{
    HANDLE token = nullptr;
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token))
        return {};
    DWORD size = 0;
    GetTokenInformation(token, TokenUser, nullptr, 0, &size);
    const std::unique_ptr<char[]> user(new char[size]);
    const bool got = GetTokenInformation(token, TokenUser, user.get(), size, &size);
    CloseHandle(token);
    wchar_t *text = nullptr;
    if (!got || !ConvertSidToStringSidW(reinterpret_cast<TOKEN_USER *>(user.get())->User.Sid, &text))
        return {};
    const Local<wchar_t> kept(text);
    return QString::fromWCharArray(text);
}

} // namespace

bool keepToOwner(const QString &folder)
{
    const QString sid = ownSid();
    if (sid.isEmpty())
        return false;
    // Protected: nothing is inherited. All rights for the user and for the system, passed on to files and folders inside.
    const QString list = QStringLiteral("D:P(A;OICI;FA;;;%1)(A;OICI;FA;;;SY)").arg(sid);
    void *descriptor = nullptr;
    if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(reinterpret_cast<const wchar_t *>(list.utf16()), SDDL_REVISION_1,
                                                              &descriptor, nullptr))
        return false;
    const Local<void> kept(descriptor);
    BOOL present = FALSE;
    BOOL byDefault = FALSE;
    ACL *acl = nullptr;
    if (!GetSecurityDescriptorDacl(descriptor, &present, &acl, &byDefault) || !present)
        return false;
    std::wstring path = QDir::toNativeSeparators(QDir(folder).absolutePath()).toStdWString();
    return SetNamedSecurityInfoW(path.data(), SE_FILE_OBJECT, DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION,
                                 nullptr, nullptr, acl, nullptr) == ERROR_SUCCESS;
}

} // namespace liaison
