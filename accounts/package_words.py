"""Sentences of the packages that people of this site read, so that our catalogue words them.

Django and the sign-in package say these; their own Thai is missing or stiff. A string named here
is found like one of ours, and ours is asked first. Nothing imports this file.
"""

from django.utils.translation import gettext_noop, ngettext

# Said by form fields.
gettext_noop("This field is required.")
gettext_noop("Enter a valid value.")
gettext_noop("Enter a valid email address.")
gettext_noop("Enter a whole number.")
gettext_noop("Enter a number.")
gettext_noop("Enter a list of values.")
gettext_noop("Null characters are not allowed.")
gettext_noop("No file was submitted.")
gettext_noop("The submitted file is empty.")
gettext_noop("Select a valid choice. %(value)s is not one of the available choices.")
gettext_noop("Select a valid choice. That choice is not one of the available choices.")
gettext_noop("Ensure this value is less than or equal to %(limit_value)s.")
gettext_noop("Ensure this value is greater than or equal to %(limit_value)s.")


def _counted() -> tuple[str, ...]:
    return (
        ngettext(
            "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
            "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
            2,
        ),
        ngettext(
            "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
            "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
            2,
        ),
        ngettext(
            "This password is too short. It must contain at least %d character.",
            "This password is too short. It must contain at least %d characters.",
            2,
        ),
        ngettext(
            "Your password must contain at least %(min_length)d character.",
            "Your password must contain at least %(min_length)d characters.",
            2,
        ),
    )


# Said about passwords.
gettext_noop("The password is too similar to the %(verbose_name)s.")
gettext_noop("Your password can’t be too similar to your other personal information.")
gettext_noop("This password is too common.")
gettext_noop("Your password can’t be a commonly used password.")
gettext_noop("This password is entirely numeric.")
gettext_noop("Your password can’t be entirely numeric.")

# Said at sign-in.
gettext_noop("Email")
gettext_noop("Email address")
gettext_noop("Forgot your password?")
gettext_noop("Current Password")
gettext_noop("New Password")
gettext_noop("New Password (again)")
gettext_noop("Password (again)")
gettext_noop("Code")
gettext_noop("Authenticator code")
gettext_noop("Passwordless")
gettext_noop(
    "Enabling passwordless operation allows you to sign in using just this key, "
    "but imposes additional requirements such as biometrics or PIN protection."
)
gettext_noop("Master key")
gettext_noop("Backup key")
gettext_noop("You must type the same password each time.")
gettext_noop("Please type your current password.")
gettext_noop("The email address and/or password you specified are not correct.")
gettext_noop("Too many failed login attempts. Try again later.")
gettext_noop("Incorrect password.")
gettext_noop("Incorrect code.")
gettext_noop("Invalid login.")
gettext_noop("The password reset token was invalid.")
gettext_noop("This account is currently inactive.")
gettext_noop("Be patient, you are sending too many requests.")
gettext_noop("Use your password")
gettext_noop("Use authenticator app or code")
gettext_noop("Use a security key")
