"""What the office refuses, each said to the user with its cure.

Must stay true: no message tells whether a login exists to somebody who has not logged in; none holds a password, a
token or a key.
"""

from graph.ontology.errors import InvalidInput, TielineError


class AccessRefused(TielineError):
    """Who is asking may not, or is not known."""

    code = "access-refused"


class WrongLogin(AccessRefused):
    """Unknown login, wrong password or a deactivated account: one answer for all of them."""

    code = "wrong-login"
    zh = "用户名或密码不正确。如忘记密码，请联系管理员。"
    en = "The login or the password is wrong. If you have forgotten it, ask the administrator."


class TooManyTries(AccessRefused):
    """Too many failed logins; `seconds` says when the next try counts."""

    code = "too-many-tries"
    zh = "登录失败次数过多，请在 {seconds} 秒后再试。"
    en = "Too many failed logins. Try again in {seconds} seconds."


class LoginNeeded(AccessRefused):
    """Nobody is logged in."""

    code = "login-needed"
    zh = "请先登录。"
    en = "Log in first."


class KeyNeeded(AccessRefused):
    """A reading command without a key, where accounts exist."""

    code = "key-needed"
    zh = "本系统已启用账户，查询命令需要密钥：请管理员运行 tieline key create 用户名，再设置 TIELINE_API_KEY。"
    en = (
        "This Tieline has accounts, so commands that read need a key: have the administrator run "
        "`tieline key create LOGIN`, and set TIELINE_API_KEY."
    )


class KeyRefused(AccessRefused):
    """The key is unknown, revoked or expired, or its account is deactivated."""

    code = "key-refused"
    zh = "密钥无效、已撤销或已过期。请管理员运行 tieline key create 用户名，换用新密钥（TIELINE_API_KEY）。"
    en = (
        "The key is unknown, revoked or expired. Have the administrator run `tieline key create LOGIN` "
        "and use the new one (TIELINE_API_KEY)."
    )


class NotAllowed(AccessRefused):
    """The identity is known and may not do this; `act_zh` and `act_en` say what."""

    code = "not-allowed"
    zh = "您没有权限{act_zh}。如有需要，请联系管理员。"
    en = "You may not {act_en}. If you need to, ask the administrator."


class LoginUnusable(InvalidInput):
    code = "login-unusable"
    zh = "用户名须为 2 至 64 个字母、数字、点、下划线或连字符。"
    en = "A login has 2 to 64 letters, digits, dots, underscores or hyphens."


class LoginTaken(InvalidInput):
    code = "login-taken"
    zh = "用户名 {login} 已有人使用，请换一个。"
    en = "The login {login} is taken; choose another."


class PasswordTooWeak(InvalidInput):
    code = "password-too-weak"
    zh = "密码须为 {least} 至 {most} 个字符，且不能与用户名相同。"
    en = "A password has {least} to {most} characters and is not the login."


class NameUnusable(InvalidInput):
    code = "name-unusable"
    zh = "名称须为 1 至 {most} 个可见字符。"
    en = "A name has 1 to {most} visible characters."


class UnknownDepartment(InvalidInput):
    code = "unknown-department"
    zh = "没有名为“{name}”的部门。请先运行 tieline department add。"
    en = "There is no department “{name}”. Add it first: tieline department add."


class DepartmentExists(InvalidInput):
    code = "department-exists"
    zh = "部门“{name}”已存在。调整上级或类别请用 tieline department move。"
    en = "The department “{name}” exists. To change where it stands or its kind: tieline department move."


class DepartmentInCircle(InvalidInput):
    code = "department-in-circle"
    zh = "“{name}”不能放在“{parent}”之下：后者是其自身或下级。"
    en = "“{name}” cannot stand under “{parent}”, which is itself or one of those under it."


class DepartmentInUse(InvalidInput):
    code = "department-in-use"
    zh = "“{name}”名下有文件，不能改名。"
    en = "“{name}” has documents that carry its name; it cannot be renamed."


class ExpiryUnusable(InvalidInput):
    code = "expiry-unusable"
    zh = "密钥的到期时间须在将来。"
    en = "A key must expire in the future."
