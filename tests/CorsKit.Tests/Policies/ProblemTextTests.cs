namespace CorsKit.Tests.Policies;

/// <summary>What a user reads, word for word, where the first thought would lead astray.</summary>
public sealed class ProblemTextTests
{
    private const string NotFilled = "Write the value itself; in a CloudFormation or SAM template put !Sub in front of the text, in a pipeline look at the step that replaces placeholders.";
    private const string OneValue = "An item holds one value, and commas separate values in one string: no white space, line breaks, semicolons or bars.";
    private const string Quotes = "The quotes are part of the value, and no browser sends them.";
    private const string OnlyValues = "Write the values alone, with commas between them where the setting is one string, or one item for each value.";
    private const string Json = "This is a JSON array in a string, as an environment variable holds it; such a string is split at commas.";
    private const string File = "Electron and WebViews send file:// for pages that they load from a disk, and then any local file could call; browsers send null for such pages. Load the page from an app scheme of its own (Electron: protocol.handle, Android: WebViewAssetLoader, iOS: WKURLSchemeHandler), or from http://localhost, and allow that origin.";
    private const string Lan = "With credentials an http origin is an open door: anyone on the network can answer in its name. Few certificates are made out to an address like this: while developing open the page at http://localhost, else give it a name and https; or set DangerouslyAllowInsecureOrigins where this address is used, and not in production.";
    private const string Star = "No pattern has a '*' there: it stands once, in the leftmost label, in front of a domain.";

    private const string Code = "For a rule in code call AllowOriginsFrom((origin, context, cancellationToken) => …).";

    public static TheoryData<string, string> Origins => new()
    {
        { "https://${Stage}.example.com", $"CORS009 AllowOrigins \"https://${{Stage}}.example.com\": Nothing has filled in the placeholder ${{Stage}}: .NET configuration does not. {NotFilled}" },
        { "${Origins}", $"CORS009 AllowOrigins \"${{Origins}}\": Nothing has filled in the placeholder ${{Origins}}: .NET configuration does not. {NotFilled}" },
        { "http://localhost:${PORT}", $"CORS009 AllowOrigins \"http://localhost:${{PORT}}\": Nothing has filled in the placeholder ${{PORT}}: .NET configuration does not. {NotFilled}" },
        { "https://$(stage).example.com", $"CORS009 AllowOrigins \"https://$(stage).example.com\": Nothing has filled in the placeholder $(stage): .NET configuration does not. {NotFilled}" },
        { "https://#{Stage}#.example.com", $"CORS009 AllowOrigins \"https://#{{Stage}}#.example.com\": Nothing has filled in the placeholder #{{Stage}}: .NET configuration does not. {NotFilled}" },
        { "https://{{ stage }}.example.com", $"CORS009 AllowOrigins \"https://{{{{ stage }}}}.example.com\": Nothing has filled in the placeholder {{{{ stage }}}}: .NET configuration does not. {NotFilled}" },
        { "https://{0}.example.com", $"CORS009 AllowOrigins \"https://{{0}}.example.com\": Nothing has filled in the placeholder {{0}}: .NET configuration does not. {NotFilled}" },
        { "https://<your-domain>", $"CORS009 AllowOrigins \"https://<your-domain>\": Nothing has filled in the placeholder <your-domain>: .NET configuration does not. {NotFilled}" },
        { "https://%STAGE%.example.com", $"CORS009 AllowOrigins \"https://%STAGE%.example.com\": Nothing has filled in the placeholder %STAGE%: .NET configuration does not. {NotFilled}" },
        { "[\"https://a.example\",\"https://b.example\"]", $"CORS003 AllowOrigins \"[\"https://a.example\",\"https://b.example\"]\": {Json} Write https://a.example,https://b.example where the setting is one string, or one item for each value." },
        { " [ 'https://a.example' ] ", $"CORS003 AllowOrigins \" [ 'https://a.example' ] \": {Json} Write https://a.example where the setting is one string, or one item for each value." },
        { "[\"*\"]", $"CORS003 AllowOrigins \"[\"*\"]\": {Json} Write * where the setting is one string, or one item for each value." },
        { "[]", $"CORS003 AllowOrigins \"[]\": {Json} {OnlyValues}" },
        { "[[\"https://a.example\"]]", $"CORS003 AllowOrigins \"[[\"https://a.example\"]]\": {Json} {OnlyValues}" },
        { "[::1]", "CORS011 AllowOrigins \"[::1]\": An origin begins with its scheme. Write \"https://[::1]\"." },
        { "https://a.example\nhttps://b.example\n", $"CORS006 AllowOrigins \"https://a.example?https://b.example?\": {OneValue} Write https://a.example,https://b.example where the setting is one string, or one item for each value." },
        { "https://a.example;https://b.example", $"CORS006 AllowOrigins \"https://a.example;https://b.example\": {OneValue} Write https://a.example,https://b.example where the setting is one string, or one item for each value." },
        { "https://a.example https://b.example", $"CORS006 AllowOrigins \"https://a.example https://b.example\": {OneValue} Write https://a.example,https://b.example where the setting is one string, or one item for each value." },
        { "https://a.example|b.example", $"CORS006 AllowOrigins \"https://a.example|b.example\": {OneValue} {OnlyValues}" },
        { "https://a.example;", "CORS011 AllowOrigins \"https://a.example;\": An origin has no white space, semicolons or quotes. Write \"https://a.example\"." },
        { "http://localhost:3000-3010", "CORS014 AllowOrigins \"http://localhost:3000-3010\": An origin has one port, and no pattern a range of them. Write \"http://localhost:*\" for any port, or list an origin for each." },
        { "http://[::1]:3000-3010", "CORS014 AllowOrigins \"http://[::1]:3000-3010\": An origin has one port, and no pattern a range of them. Write \"http://[::1]:*\" for any port, or list an origin for each." },
        { "null", "CORS012 AllowOrigins \"null\": null is the origin of sandboxed frames, data: pages and redirected requests, so any site can send it. Serve the page from an origin of its own and allow that one; where no credentials are needed, \"*\" covers null too." },
        { "file://", $"CORS013 AllowOrigins \"file://\": {File}" },
        { "FILE:///C:/app/index.html", $"CORS013 AllowOrigins \"FILE:///C:/app/index.html\": {File}" },
        { "ws://localhost:80", "CORS013 AllowOrigins \"ws://localhost:80\": ws is the scheme of a WebSocket's address; the page that opens it has an http or https origin. Write \"http://localhost\"." },
        { "WSS://Shop.example.com/socket", "CORS013 AllowOrigins \"WSS://Shop.example.com/socket\": wss is the scheme of a WebSocket's address; the page that opens it has an http or https origin. Write \"https://shop.example.com\"." },
        { "wss://*.example.com", "CORS013 AllowOrigins \"wss://*.example.com\": wss is the scheme of a WebSocket's address; the page that opens it has an http or https origin. Write \"https://*.example.com\"." },
        { "ftp://files.example.com", "CORS013 AllowOrigins \"ftp://files.example.com\": Browsers open no pages over FTP. List the http or https origin that the page is served from." },
        { "data:text/html", "CORS013 AllowOrigins \"data:text/html\": A page at a data: URL has the origin null, which any site can send. Serve the page from an origin of its own and allow that one." },
        { "about:blank", "CORS013 AllowOrigins \"about:blank\": A page at about:blank or about:srcdoc has the origin of the page that opened it. List the origin of that page." },
        { "javascript:void(0)", "CORS013 AllowOrigins \"javascript:void(0)\": A javascript: URL runs in a page and has the origin of that page. List the origin of the page." },
        { "blob:https://shop.example.com/7c1f", "CORS013 AllowOrigins \"blob:https://shop.example.com/7c1f\": A blob: URL has the origin of the page that made it. Write \"https://shop.example.com\"." },
        { "blob://shop.example.com", "CORS013 AllowOrigins \"blob://shop.example.com\": A blob: URL has the origin of the page that made it. List the origin of that page." },
        { "filesystem:https://shop.example.com/temporary/", "CORS013 AllowOrigins \"filesystem:https://shop.example.com/temporary/\": A filesystem: URL has the origin of the page that made it. Write \"https://shop.example.com\"." },
        { "data:8080", "CORS011 AllowOrigins \"data:8080\": An origin begins with its scheme. Write \"https://data:8080\"." },
        { "https://example.com.", "CORS015 AllowOrigins \"https://example.com.\": Browsers keep a dot at the end of a host, so this is another origin than the one without it, and CorsKit allows no host with such a dot. Write \"https://example.com\" for pages without the dot, and redirect addresses with it there." },
        { "https://*.example.com.:8443", "CORS015 AllowOrigins \"https://*.example.com.:8443\": Browsers keep a dot at the end of a host, so this is another origin than the one without it, and CorsKit allows no host with such a dot. Write \"https://*.example.com:8443\" for pages without the dot, and redirect addresses with it there." },
        { "http://xn--f", "CORS015 AllowOrigins \"http://xn--f\": \"xn--f\" begins as punycode and cannot be decoded (RFC 3492), and Firefox refuses the address. Write the host as the browser's address bar copies it." },
        { "https://*.shop.xn--a-.example:*", "CORS015 AllowOrigins \"https://*.shop.xn--a-.example:*\": \"xn--a-\" begins as punycode and cannot be decoded (RFC 3492), and Firefox refuses the address. Write the host as the browser's address bar copies it." },
        { "https://shop.*.example.com", $"CORS016 AllowOrigins \"https://shop.*.example.com\": {Star} Write \"https://*.example.com\" for every name below example.com, or list the origins. {Code}" },
        { "https://pr-*", $"CORS016 AllowOrigins \"https://pr-*\": {Star} Write \"https://*.example.com\" for all subdomains, \"https://pr-*.example.com\" for a label with fixed text, or \"https://*\" for any https origin; or list the origins. {Code}" },
        { "https://*example.com", "CORS016 AllowOrigins \"https://*example.com\": It would match names that anyone registers below com, and no subdomain. Write \"https://*.example.com\" for the subdomains of example.com, or list the origins." },
        { "https://*:8443", "CORS016 AllowOrigins \"https://*:8443\": \"https://*\" is any origin of the scheme, whatever its port. Write \"https://*\", or list the origins with this port." },
        { "app://*.example.com", $"CORS016 AllowOrigins \"app://*.example.com\": A host of the scheme app is opaque and compared as it is: it has no subdomains. Write \"app://*\" for any origin of the scheme, or list the origins." },
        { "^https://pr-\\d+\\.example\\.com$", $"CORS016 AllowOrigins \"^https://pr-\\d+\\.example\\.com$\": An item is an origin or a pattern with '*', not a regular expression. Write \"https://pr-*.example.com\". {Code}" },
        { "app://", "CORS015 AllowOrigins \"app://\": A host of the scheme app is 1 to 253 letters of any case, digits, '-', '.', '_', '~' and '%'. Write what location.origin says in the page, for example \"capacitor://localhost\"." },
    };

    [Theory]
    [MemberData(nameof(Origins))]
    public void An_origin(string item, string text) => Assert.Equal(text, Assert.Single(Settings.Of(item).Problems()).ToString());

    /// <summary>Items such as people write, and what is said of each; those with <c>!</c> in front have credentials.</summary>
    [Fact]
    public void Every_item_of_the_list_has_its_text()
    {
        using var lines = new StreamReader(typeof(ProblemTextTests).Assembly.GetManifestResourceStream("origin-problems.txt")!);
        var said = new List<string>();
        var texts = lines.ReadToEnd().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        foreach (var item in texts.Where(line => !line.StartsWith(' ')))
        {
            var hasCredentials = item.StartsWith('!');
            var settings = new GatewayCorsPolicySettings { AllowOrigins = [System.Text.RegularExpressions.Regex.Unescape(item.TrimStart('!'))], AllowCredentials = hasCredentials };
            said.AddRange([item, $"   {Assert.Single(settings.Problems())}"]);
        }

        Assert.Equal(texts, said);
    }

    public static TheoryData<string, string> OriginsWithCredentials => new()
    {
        { "*", $"CORS020 AllowOrigins \"*\": Browsers reject any origin together with credentials, and echoing every origin instead would let any site act as the signed-in user. List the origins, or set AllowCredentials to false. {Code}" },
        { "http://192.168.1.20:3000", $"CORS022 AllowOrigins \"http://192.168.1.20:3000\": {Lan}" },
        { "http://10.0.0.7:*", $"CORS022 AllowOrigins \"http://10.0.0.7:*\": {Lan}" },
        { "http://[fe80::1]", $"CORS022 AllowOrigins \"http://[fe80::1]\": {Lan}" },
        { "http://desk", $"CORS022 AllowOrigins \"http://desk\": {Lan}" },
        { "http://desk.local:3000", $"CORS022 AllowOrigins \"http://desk.local:3000\": {Lan}" },
        { "http://*.desk.home.arpa", $"CORS022 AllowOrigins \"http://*.desk.home.arpa\": {Lan}" },
        { "http://10.example.com", "CORS022 AllowOrigins \"http://10.example.com\": With credentials an http origin is an open door: anyone on the network can answer in its name. Write \"https://10.example.com\", or set DangerouslyAllowInsecureOrigins." },
        { "https://*.github.io", $"CORS023 AllowOrigins \"https://*.github.io\": With credentials the pattern lets anyone in: names below github.io can be registered by anyone (Public Suffix List). Serve previews from a domain of your own and write a pattern below it, or list the origins, or set DangerouslyAllowPublicSuffixes. {Code}" },
        { "https://*--shop.netlify.app", $"CORS023 AllowOrigins \"https://*--shop.netlify.app\": With credentials the pattern may let anyone in: whoever can register a name below netlify.app (Public Suffix List) can register one that matches. Serve previews from a domain of your own and write a pattern below it, or list the origins, or set DangerouslyAllowPublicSuffixes. {Code}" },
        { "https://*", $"CORS020 AllowOrigins \"https://*\": With credentials it would let any https origin act as the signed-in user. List the origins, or set AllowCredentials to false. {Code}" },
        { "moz-extension://*", $"CORS020 AllowOrigins \"moz-extension://*\": With credentials it would let any moz-extension origin act as the signed-in user. List the origins, or set AllowCredentials to false. {Code}" },
    };

    [Theory]
    [MemberData(nameof(OriginsWithCredentials))]
    public void An_origin_with_credentials(string item, string text) => Assert.Equal(text, Assert.Single(Settings.Of(item).Credentials().Problems()).ToString());

    public static TheoryData<GatewayCorsPolicySettings, string> Names => new()
    {
        { Settings.Of(), "CORS010 AllowOrigins: A policy allows at least one origin. List the origins of the pages that call this API, for example \"https://shop.example.com\"; \"*\" means any origin." },
        { Settings.Of("*").Headers("''"), $"CORS040 AllowHeaders \"''\": {Quotes} Write the name alone, for example \"content-type\"." },
        { Settings.Of("*").Headers("Cookie2"), "CORS041 AllowHeaders \"Cookie2\": Browsers never let a page set this header (https://fetch.spec.whatwg.org/#forbidden-request-header). Remove it; cookies are sent when AllowCredentials is true and the page asks for it." },
        { Settings.Of("*").Headers("Host"), "CORS041 AllowHeaders \"Host\": Browsers never let a page set this header (https://fetch.spec.whatwg.org/#forbidden-request-header). Remove it." },
        { Settings.Of("*").Methods("'GET'"), $"CORS030 AllowMethods \"'GET'\": {Quotes} Write \"GET\"." },
        { Settings.Of("*").Methods("\"PUT\""), $"CORS030 AllowMethods \"\"PUT\"\": {Quotes} Write \"PUT\"." },
        { Settings.Of("*").Methods("`PATCH`"), $"CORS030 AllowMethods \"`PATCH`\": {Quotes} Write \"PATCH\"." },
        { Settings.Of("*").Methods("'*'"), $"CORS030 AllowMethods \"'*'\": {Quotes} Write \"*\"." },
        { Settings.Of("*").Methods("''"), $"CORS030 AllowMethods \"''\": {Quotes} Write the method alone, for example \"PUT\"." },
        { Settings.Of("*").Methods("ANY"), "CORS030 AllowMethods \"ANY\": ANY is API Gateway's word for any method; a browser takes it for the name of one. Write \"*\", or list the methods." },
        { Settings.Of("*").Methods("any"), "CORS030 AllowMethods \"any\": ANY is API Gateway's word for any method; a browser takes it for the name of one. Write \"*\", or list the methods." },
        { Settings.Of("*").Methods("GET|PUT"), $"CORS006 AllowMethods \"GET|PUT\": {OneValue} Write GET,PUT where the setting is one string, or one item for each value." },
        { Settings.Of("*").Methods("GET PUT"), $"CORS006 AllowMethods \"GET PUT\": {OneValue} Write GET,PUT where the setting is one string, or one item for each value." },
        { Settings.Of("*").Methods("[GET, PUT]"), $"CORS003 AllowMethods \"[GET, PUT]\": {Json} Write GET,PUT where the setting is one string, or one item for each value." },
        { Settings.Of("*").Methods("${Method}"), $"CORS009 AllowMethods \"${{Method}}\": Nothing has filled in the placeholder ${{Method}}: .NET configuration does not. {NotFilled}" },
        { Settings.Of("*").Headers("'content-type'"), $"CORS040 AllowHeaders \"'content-type'\": {Quotes} Write \"content-type\"." },
        { Settings.Of("*").Headers("\"content-type\""), $"CORS040 AllowHeaders \"\"content-type\"\": {Quotes} Write \"content-type\"." },
        { Settings.Of("*").Headers("ANY"), "CORS040 AllowHeaders \"ANY\": A browser takes this for the name of a header. Write \"*\" for any header, or list the headers." },
        { Settings.Of("*").Headers("content-type;x-a"), $"CORS006 AllowHeaders \"content-type;x-a\": {OneValue} Write content-type,x-a where the setting is one string, or one item for each value." },
        { Settings.Of("*").Headers("content-type x-a"), $"CORS006 AllowHeaders \"content-type x-a\": {OneValue} Write content-type,x-a where the setting is one string, or one item for each value." },
        { Settings.Of("*").Headers("content type"), "CORS040 AllowHeaders \"content type\": A header name is a token (RFC 9110, section 5.1). Write the name alone, for example \"content-type\"." },
        { Settings.Of("*").Expose("'etag'"), $"CORS040 ExposeHeaders \"'etag'\": {Quotes} Write \"etag\"." },
        { Settings.Of("*").Expose("[\"etag\"]"), $"CORS003 ExposeHeaders \"[\"etag\"]\": {Json} Write etag where the setting is one string, or one item for each value." },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_method_or_a_header(GatewayCorsPolicySettings settings, string text) => Assert.Equal(text, Assert.Single(settings.Problems()).ToString());

    [Theory]
    [InlineData("PATCH", "x'y", "QUERY")]
    [InlineData("patch", "any-thing", "Anything")]
    public void What_is_a_name_stays_one(params string[] names) => Settings.Of("*").Methods(names).Headers(names).Expose(names).Compile();
}
