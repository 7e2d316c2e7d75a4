using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace OrdersApi;

public sealed class BearerTokenOptions : AuthenticationSchemeOptions;

/// <summary>
/// Stands in for a real identity provider: any bearer token is a user, and the token in the setting "AdminToken" is an
/// admin. None: 401; a user who is no admin: 403.
/// </summary>
public sealed class BearerTokens(
    IOptionsMonitor<BearerTokenOptions> options, ILoggerFactory logger, UrlEncoder encoder, IConfiguration configuration)
    : AuthenticationHandler<BearerTokenOptions>(options, logger, encoder)
{
    public new const string Scheme = "Bearer";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        const string prefix = "Bearer ";
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var role = header[prefix.Length..] == configuration["AdminToken"] ? "admin" : "user";
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Role, role)], Scheme);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme)));
    }
}
