"""The table of `test_urls`: what each person gets at each address, GET and POST.

Columns: visitor, stranger, former | observer, pranee, somchai (Mae Sai) | nok (PSDHS) | kanda (a
group below), wichai (the closed group) | malee (Chiang Khong) | nuan (PSDHS Nan), the national
observer. Read: 302 sent to sign in or on to the next page, 200 shown, 400 and 200 after POST the
form again with what is missing, 403 seen but not allowed, 404 not there for this person, 405 not
this way, 409 not in this state.
"""

# Addresses that name no committee.
ANYWHERE = """
healthz                                  GET  : 200 200 200 200 200 200 200 200 200 200 200 200
healthz                                  POST : 200 200 200 200 200 200 200 200 200 200 200 200
readyz                                   GET  : 200 200 200 200 200 200 200 200 200 200 200 200
readyz                                   POST : 200 200 200 200 200 200 200 200 200 200 200 200
account_login                            GET  : 200 302 302 302 302 302 302 302 302 302 302 302
account_login                            POST : 200 302 302 302 302 302 302 302 302 302 302 302
account_logout                           GET  : 302 200 200 200 200 200 200 200 200 200 200 200
account_logout                           POST : 302 302 302 302 302 302 302 302 302 302 302 302
account_inactive                         GET  : 200 200 200 200 200 200 200 200 200 200 200 200
account_inactive                         POST : 405 405 405 405 405 405 405 405 405 405 405 405
account_signup                           GET  : 200 302 302 302 302 302 302 302 302 302 302 302
account_signup                           POST : 200 302 302 302 302 302 302 302 302 302 302 302
account_reauthenticate                   GET  : 302 200 200 200 200 200 200 200 200 200 200 200
account_reauthenticate                   POST : 302 200 200 200 200 200 200 200 200 200 200 200
account_email                            GET  : 302 200 200 200 200 200 200 200 200 200 200 200
account_email                            POST : 302 302 302 302 302 302 302 302 302 302 302 302
account_email_verification_sent          GET  : 200 200 200 200 200 200 200 200 200 200 200 200
account_email_verification_sent          POST : 405 405 405 405 405 405 405 405 405 405 405 405
account_change_password                  GET  : 302 200 200 200 200 200 200 200 200 200 200 200
account_change_password                  POST : 302 200 200 200 200 200 200 200 200 200 200 200
account_set_password                     GET  : 302 302 302 302 302 302 302 302 302 302 302 302
account_set_password                     POST : 302 302 302 302 302 302 302 302 302 302 302 302
account_reset_password                   GET  : 200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password                   POST : 200 200 200 200 200 200 200 200 200 200 200 200
account_confirm_login_code               GET  : 302 302 302 302 302 302 302 302 302 302 302 302
account_confirm_login_code               POST : 302 302 302 302 302 302 302 302 302 302 302 302
account_confirm_email                    GET  : 200 200 200 200 200 200 200 200 200 200 200 200
account_confirm_email                    POST : 404 404 404 404 404 404 404 404 404 404 404 404
account_reset_password_from_key_done     GET  : 200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_from_key_done     POST : 405 405 405 405 405 405 405 405 405 405 405 405
account_reset_password_from_key          GET  : 200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_from_key          POST : 200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_done              GET  : 200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_done              POST : 405 405 405 405 405 405 405 405 405 405 405 405
mfa_index                                GET  : 302 200 200 200 200 200 200 200 200 200 200 200
mfa_index                                POST : 302 405 405 405 405 405 405 405 405 405 405 405
mfa_authenticate                         GET  : 302 302 302 302 302 302 302 302 302 302 302 302
mfa_authenticate                         POST : 302 302 302 302 302 302 302 302 302 302 302 302
mfa_reauthenticate                       GET  : 302 302 302 302 302 302 302 302 302 302 302 302
mfa_reauthenticate                       POST : 302 302 302 302 302 302 302 302 302 302 302 302
mfa_activate_totp                        GET  : 302 302 302 302 302 302 302 302 302 302 302 302
mfa_activate_totp                        POST : 302 302 302 302 302 302 302 302 302 302 302 302
mfa_deactivate_totp                      GET  : 302 404 404 404 404 404 404 404 404 404 404 404
mfa_deactivate_totp                      POST : 302 404 404 404 404 404 404 404 404 404 404 404
mfa_view_recovery_codes                  GET  : 302 404 404 404 404 404 404 404 404 404 404 404
mfa_view_recovery_codes                  POST : 302 405 405 405 405 405 405 405 405 405 405 405
mfa_generate_recovery_codes              GET  : 302 302 302 302 302 302 302 302 302 302 302 302
mfa_generate_recovery_codes              POST : 302 302 302 302 302 302 302 302 302 302 302 302
mfa_download_recovery_codes              GET  : 302 404 404 404 404 404 404 404 404 404 404 404
mfa_download_recovery_codes              POST : 302 404 404 404 404 404 404 404 404 404 404 404
mfa_list_webauthn                        GET  : 302 200 200 200 200 200 200 200 200 200 200 200
mfa_list_webauthn                        POST : 302 405 405 405 405 405 405 405 405 405 405 405
mfa_add_webauthn                         GET  : 302 302 302 302 302 302 302 302 302 302 302 302
mfa_add_webauthn                         POST : 302 302 302 302 302 302 302 302 302 302 302 302
mfa_reauthenticate_webauthn              GET  : 302 302 302 302 302 302 302 302 302 302 302 302
mfa_reauthenticate_webauthn              POST : 302 302 302 302 302 302 302 302 302 302 302 302
mfa_remove_webauthn                      GET  : 302 302 302 302 302 302 302 302 302 302 302 302
mfa_remove_webauthn                      POST : 302 302 302 302 302 302 302 302 302 302 302 302
mfa_edit_webauthn                        GET  : 302 302 302 302 302 302 302 302 302 302 302 302
mfa_edit_webauthn                        POST : 302 302 302 302 302 302 302 302 302 302 302 302
mfa_login_webauthn                       GET  : 302 302 302 302 302 302 302 302 302 302 302 302
mfa_login_webauthn                       POST : 302 302 302 302 302 302 302 302 302 302 302 302
usersessions_list                        GET  : 302 200 200 200 200 200 200 200 200 200 200 200
usersessions_list                        POST : 302 302 302 302 302 302 302 302 302 302 302 302
me                                       GET  : 302 200 200 200 200 200 200 200 200 200 200 200
me                                       POST : 302 200 200 200 200 200 200 200 200 200 200 200
language                                 GET  : 405 405 405 405 405 405 405 405 405 405 405 405
language                                 POST : 302 302 302 302 302 302 302 302 302 302 302 302
home                                     GET  : 302 200 200 200 200 200 200 200 200 200 200 200
home                                     POST : 302 405 405 405 405 405 405 405 405 405 405 405
hat                                      GET  : 302 405 405 405 405 405 405 405 405 405 405 405
hat                                      POST : 302 302 302 302 302 302 302 302 302 302 302 302
search                                   GET  : 302 200 200 200 200 200 200 200 200 200 200 200
search                                   POST : 302 405 405 405 405 405 405 405 405 405 405 405
notices                                  GET  : 302 200 200 200 200 200 200 200 200 200 200 200
notices                                  POST : 302 405 405 405 405 405 405 405 405 405 405 405
notices_read                             GET  : 302 405 405 405 405 405 405 405 405 405 405 405
notices_read                             POST : 302 302 302 302 302 302 302 302 302 302 302 302
notice_open                              GET  : 302 404 404 404 302 404 404 404 404 404 404 404
notice_open                              POST : 302 404 404 404 302 404 404 404 404 404 404 404
committee_new                            GET  : 302 404 404 403 200 200 200 403 403 403 404 403
committee_new                            POST : 302 404 404 403 200 200 200 403 403 403 404 403
province_borders                         GET  : 302 404 404 403 403 403 200 403 403 403 404 403
province_borders                         POST : 302 404 404 403 403 403 302 403 403 403 404 403
province                                 GET  : 302 404 404 200 200 200 200 200 200 200 404 200
province                                 POST : 302 405 405 405 405 405 405 405 405 405 405 405
province_roster                          GET  : 302 404 404 200 200 200 200 200 200 200 404 200
province_roster                          POST : 302 405 405 405 405 405 405 405 405 405 405 405
invitation                               GET  : 200 200 200 200 200 200 200 200 200 200 200 200
invitation                               POST : 200 200 200 200 200 200 200 200 200 200 200 200
plans                                    GET  : 302 200 200 200 200 200 200 200 200 200 200 200
plans                                    POST : 302 405 405 405 405 405 405 405 405 405 405 405
plans_export                             GET  : 302 200 200 200 200 200 200 200 200 200 200 200
plans_export                             POST : 302 405 405 405 405 405 405 405 405 405 405 405
"""

# Addresses of a committee, tried on Mae Sai (its plan a draft), on Chiang Khong (submitted), on the
# closed group (submitted) and on a committee of another province (received).
ON_ROWS = """
committee                    maesai GET  : 302 404 404 200 200 200 200 200 200 200 404 200
committee                    maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
committee                    closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
committee                    closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
committee                    nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 200
committee                    nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405
committee_edit               maesai GET  : 302 404 404 403 200 200 200 403 403 403 404 403
committee_edit               maesai POST : 302 404 404 403 200 200 200 403 403 403 404 403
committee_edit               closed GET  : 302 404 404 404 404 404 404 404 403 404 404 404
committee_edit               closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
committee_edit               nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 403
committee_edit               nan    POST : 302 404 404 404 404 404 404 404 404 404 200 403
committee_history            maesai GET  : 302 404 404 200 200 200 200 404 404 404 404 404
committee_history            maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
committee_history            closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
committee_history            closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
committee_history            nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
committee_history            nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405
committee_history_export     maesai GET  : 302 404 404 200 200 200 200 404 404 404 404 404
committee_history_export     maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
committee_history_export     closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
committee_history_export     closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
committee_history_export     nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
committee_history_export     nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405
seats                        maesai GET  : 302 404 404 200 200 200 200 404 404 404 404 404
seats                        maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
seats                        closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
seats                        closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
seats                        nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
seats                        nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405
seats_export                 maesai GET  : 302 404 404 200 200 200 200 404 404 404 404 404
seats_export                 maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
seats_export                 closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
seats_export                 closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
seats_export                 nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
seats_export                 nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405
seat_new                     maesai GET  : 302 404 404 403 200 200 200 404 404 404 404 404
seat_new                     maesai POST : 302 404 404 403 200 200 200 404 404 404 404 404
seat_new                     closed GET  : 302 404 404 404 404 404 404 404 403 404 404 404
seat_new                     closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
seat_new                     nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
seat_new                     nan    POST : 302 404 404 404 404 404 404 404 404 404 200 404
seat_edit                    maesai GET  : 302 404 404 403 200 200 200 404 404 404 404 404
seat_edit                    maesai POST : 302 404 404 403 200 200 200 404 404 404 404 404
seat_edit                    closed GET  : 302 404 404 404 404 404 404 404 403 404 404 404
seat_edit                    closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
seat_edit                    nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
seat_edit                    nan    POST : 302 404 404 404 404 404 404 404 404 404 200 404
seat_end                     maesai GET  : 302 404 404 200 200 200 200 404 404 404 404 404
seat_end                     maesai POST : 302 404 404 200 200 200 200 404 404 404 404 404
seat_end                     closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
seat_end                     closed POST : 302 404 404 404 404 404 404 404 200 404 404 404
seat_end                     nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
seat_end                     nan    POST : 302 404 404 404 404 404 404 404 404 404 200 404
seat_invite                  maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405
seat_invite                  maesai POST : 302 404 404 403 409 409 409 404 404 404 404 404
seat_invite                  closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405
seat_invite                  closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
seat_invite                  nan    GET  : 302 405 405 405 405 405 405 405 405 405 405 405
seat_invite                  nan    POST : 302 404 404 404 404 404 404 404 404 404 409 404
organisation_new             maesai GET  : 302 404 404 403 200 200 200 404 404 404 404 404
organisation_new             maesai POST : 302 404 404 403 200 200 200 404 404 404 404 404
organisation_new             closed GET  : 302 404 404 404 404 404 404 404 403 404 404 404
organisation_new             closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
organisation_new             nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
organisation_new             nan    POST : 302 404 404 404 404 404 404 404 404 404 200 404
plan_new                     maesai GET  : 302 404 404 403 200 403 404 404 404 404 404 404
plan_new                     maesai POST : 302 404 404 403 302 403 404 404 404 404 404 404
plan_new                     khong  GET  : 302 404 404 404 404 404 404 404 404 200 404 404
plan_new                     khong  POST : 302 404 404 404 404 404 404 404 404 302 404 404
plan_new                     closed GET  : 302 404 404 404 404 404 404 404 403 404 404 404
plan_new                     closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
line_add                     maesai GET  : 302 404 404 302 302 302 404 404 404 404 404 404
line_add                     maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
line_add                     khong  GET  : 302 404 404 404 404 404 404 404 404 302 404 404
line_add                     khong  POST : 302 405 405 405 405 405 405 405 405 405 405 405
line_add                     closed GET  : 302 404 404 404 404 404 404 404 302 404 404 404
line_add                     closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
plan                         maesai GET  : 302 404 404 200 200 200 404 404 404 404 404 404
plan                         maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
plan                         khong  GET  : 302 404 404 404 404 404 200 404 404 200 404 404
plan                         khong  POST : 302 405 405 405 405 405 405 405 405 405 405 405
plan                         closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
plan                         closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
plan_lines_export            maesai GET  : 302 404 404 200 200 200 404 404 404 404 404 404
plan_lines_export            maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
plan_lines_export            khong  GET  : 302 404 404 404 404 404 404 404 404 200 404 404
plan_lines_export            khong  POST : 302 405 405 405 405 405 405 405 405 405 405 405
plan_lines_export            closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
plan_lines_export            closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
line_new                     maesai GET  : 302 404 404 403 200 403 404 404 404 404 404 404
line_new                     maesai POST : 302 404 404 403 400 403 404 404 404 404 404 404
line_new                     khong  GET  : 302 404 404 404 404 404 404 404 404 200 404 404
line_new                     khong  POST : 302 404 404 404 404 404 404 404 404 400 404 404
line_new                     closed GET  : 302 404 404 404 404 404 404 404 403 404 404 404
line_new                     closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
line_edit                    maesai GET  : 302 404 404 403 200 403 404 404 404 404 404 404
line_edit                    maesai POST : 302 404 404 403 400 403 404 404 404 404 404 404
line_edit                    khong  GET  : 302 404 404 404 404 404 404 404 404 200 404 404
line_edit                    khong  POST : 302 404 404 404 404 404 404 404 404 400 404 404
line_edit                    closed GET  : 302 404 404 404 404 404 404 404 403 404 404 404
line_edit                    closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
line_remove                  maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405
line_remove                  maesai POST : 302 404 404 403 302 403 404 404 404 404 404 404
line_remove                  khong  GET  : 302 405 405 405 405 405 405 405 405 405 405 405
line_remove                  khong  POST : 302 404 404 404 404 404 404 404 404 409 404 404
line_remove                  closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405
line_remove                  closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
line_restore                 maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405
line_restore                 maesai POST : 302 404 404 403 409 403 404 404 404 404 404 404
line_restore                 khong  GET  : 302 405 405 405 405 405 405 405 405 405 405 405
line_restore                 khong  POST : 302 404 404 404 404 404 404 404 404 409 404 404
line_restore                 closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405
line_restore                 closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
quarter                      maesai GET  : 302 404 404 200 200 200 404 404 404 404 404 404
quarter                      maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
quarter                      khong  GET  : 302 404 404 404 404 404 200 404 404 200 404 404
quarter                      khong  POST : 302 405 405 405 405 405 405 405 405 405 405 405
quarter                      closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
quarter                      closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
quarter                      nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
quarter                      nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405
quarter_submit               maesai GET  : 302 404 404 403 200 403 404 404 404 404 404 404
quarter_submit               maesai POST : 302 404 404 403 302 403 404 404 404 404 404 404
quarter_submit               khong  GET  : 302 404 404 404 404 404 403 404 404 409 404 404
quarter_submit               khong  POST : 302 404 404 404 404 404 403 404 404 409 404 404
quarter_submit               closed GET  : 302 404 404 404 404 404 404 404 403 404 404 404
quarter_submit               closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
quarter_withdraw             maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405
quarter_withdraw             maesai POST : 302 404 404 403 409 403 404 404 404 404 404 404
quarter_withdraw             khong  GET  : 302 405 405 405 405 405 405 405 405 405 405 405
quarter_withdraw             khong  POST : 302 404 404 404 404 404 403 404 404 302 404 404
quarter_withdraw             closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405
quarter_withdraw             closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
quarter_approve              maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405
quarter_approve              maesai POST : 302 404 404 403 403 409 404 404 404 404 404 404
quarter_approve              khong  GET  : 302 405 405 405 405 405 405 405 405 405 405 405
quarter_approve              khong  POST : 302 404 404 404 404 404 403 404 404 403 404 404
quarter_approve              closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405
quarter_approve              closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
quarter_return               maesai GET  : 302 404 404 403 403 409 404 404 404 404 404 404
quarter_return               maesai POST : 302 404 404 403 403 409 404 404 404 404 404 404
quarter_return               khong  GET  : 302 404 404 404 404 404 403 404 404 403 404 404
quarter_return               khong  POST : 302 404 404 404 404 404 403 404 404 403 404 404
quarter_return               closed GET  : 302 404 404 404 404 404 404 404 403 404 404 404
quarter_return               closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
quarter_receive              maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405
quarter_receive              maesai POST : 302 404 404 403 403 403 404 404 404 404 404 404
quarter_receive              khong  GET  : 302 405 405 405 405 405 405 405 405 405 405 405
quarter_receive              khong  POST : 302 404 404 404 404 404 409 404 404 403 404 404
quarter_receive              closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405
quarter_receive              closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
quarter_receive              nan    GET  : 302 405 405 405 405 405 405 405 405 405 405 405
quarter_receive              nan    POST : 302 404 404 404 404 404 404 404 404 404 409 404
quarter_return_by_province   maesai GET  : 302 404 404 403 403 403 404 404 404 404 404 404
quarter_return_by_province   maesai POST : 302 404 404 403 403 403 404 404 404 404 404 404
quarter_return_by_province   khong  GET  : 302 404 404 404 404 404 409 404 404 403 404 404
quarter_return_by_province   khong  POST : 302 404 404 404 404 404 409 404 404 403 404 404
quarter_return_by_province   closed GET  : 302 404 404 404 404 404 404 404 403 404 404 404
quarter_return_by_province   closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
quarter_amend                maesai GET  : 302 404 404 403 409 403 404 404 404 404 404 404
quarter_amend                maesai POST : 302 404 404 403 409 403 404 404 404 404 404 404
quarter_amend                khong  GET  : 302 404 404 404 404 404 403 404 404 409 404 404
quarter_amend                khong  POST : 302 404 404 404 404 404 403 404 404 409 404 404
quarter_amend                closed GET  : 302 404 404 404 404 404 404 404 403 404 404 404
quarter_amend                closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
quarter_round                maesai GET  : 302 404 404 404 404 404 404 404 404 404 404 404
quarter_round                maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
quarter_round                khong  GET  : 302 404 404 404 404 404 200 404 404 200 404 404
quarter_round                khong  POST : 302 405 405 405 405 405 405 405 405 405 405 405
quarter_round                closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
quarter_round                closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
quarter_compare              maesai GET  : 302 404 404 404 404 404 404 404 404 404 404 404
quarter_compare              maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
quarter_compare              khong  GET  : 302 404 404 404 404 404 404 404 404 200 404 404
quarter_compare              khong  POST : 302 405 405 405 405 405 405 405 405 405 405 405
quarter_compare              closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
quarter_compare              closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
quarter_pdf                  maesai GET  : 302 404 404 200 200 200 404 404 404 404 404 404
quarter_pdf                  maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
quarter_pdf                  khong  GET  : 302 404 404 404 404 404 200 404 404 200 404 404
quarter_pdf                  khong  POST : 302 405 405 405 405 405 405 405 405 405 405 405
quarter_pdf                  closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
quarter_pdf                  closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
quarter_pdf                  nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
quarter_pdf                  nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405
quarter_xlsx                 maesai GET  : 302 404 404 200 200 200 404 404 404 404 404 404
quarter_xlsx                 maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
quarter_xlsx                 khong  GET  : 302 404 404 404 404 404 200 404 404 200 404 404
quarter_xlsx                 khong  POST : 302 405 405 405 405 405 405 405 405 405 405 405
quarter_xlsx                 closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
quarter_xlsx                 closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
"""
