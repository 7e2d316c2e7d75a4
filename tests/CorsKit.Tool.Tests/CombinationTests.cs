using CorsKit.Tests;

namespace CorsKit.Tool.Tests;

/// <summary>What check says of settings that are right or wrong only together, word for word.</summary>
public sealed class CombinationTests
{
    private const string Credentials = "AllowOrigins: [https://shop.example.com], AllowCredentials: true";
    private const string Methods = "method.response.header.Access-Control-Allow-Methods: \"'PUT'\"";
    private const string Headers = "method.response.header.Access-Control-Allow-Headers: \"'content-type'\"";
    private const string Origin = "method.response.header.Access-Control-Allow-Origin: \"'https://shop.example.com'\"";
    private const string Allowed = "method.response.header.Access-Control-Allow-Credentials: \"'true'\"";
    private const string Any = "method.response.header.Access-Control-Allow-Origin: \"'*'\"";

    /// <summary>A template, with the settings of its API in the place of <c>@</c>.</summary>
    private static readonly Dictionary<string, string> Templates = new()
    {
        ["url"] = "Resources:\n  Url: { Type: AWS::Lambda::Url, Properties: { AuthType: NONE, TargetFunctionArn: orders, Cors: { @ } } }",
        ["url with AWS_IAM"] = "Resources:\n  Url: { Type: AWS::Lambda::Url, Properties: { AuthType: AWS_IAM, TargetFunctionArn: orders, Cors: { @ } } }",
        ["http"] = "Resources:\n  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: HTTP, Name: orders, CorsConfiguration: { @ } } }",
        ["http, GET"] = Sam("HttpApi", "get", "CorsConfiguration: { @ }"),
        ["http, PUT"] = Sam("HttpApi", "put", "CorsConfiguration: { @ }"),
        ["http, ANY"] = Sam("HttpApi", "any", "CorsConfiguration: { @ }"),
        ["rest, PUT"] = Sam("Api", "put", "StageName: prod, @"),
        ["rest, OPTIONS of a MOCK for PUT"] = Mock("PUT", "@"),
        ["rest, OPTIONS of a MOCK for GET"] = Mock("GET", "@"),
        ["rest, OPTIONS of a MOCK for ANY"] = Mock("ANY", "@"),
        ["rest, five paths with OPTIONS of a MOCK"] = Mocks("/a", "/b", "/c", "/d", "/e"),
        ["rest, six paths with OPTIONS of a MOCK"] = Mocks("/a", "/b", "/c", "/d", "/e", "/f"),
        ["load balancer"] = "Resources:\n  Listener: { Type: AWS::ElasticLoadBalancingV2::Listener, Properties: { Protocol: HTTPS, DefaultActions: [{ Type: forward, TargetGroupArn: orders }], ListenerAttributes: [@] } }",
        ["rest, PUT that is no proxy, and OPTIONS with credentials"] = Mock("PUT", $"{Origin}, {Allowed}, {Methods}, {Headers}", "@"),
        ["rest, PUT that is no proxy, and OPTIONS for any origin"] = Mock("PUT", $"{Any}, {Methods}, {Headers}", "@"),
    };

    private static readonly (string Template, string Settings, string Written)[] Rows =
    [
        ("url", "", "AllowMethods: [PUT]"),
        ("url", "", "AllowOrigins: [], AllowMethods: [PUT]"),
        ("url", "", "AllowOrigin: [https://shop.example.com], AllowMethods: [PUT]"),
        ("url", "", "AllowOrigins: [https://shop.example.com], AllowMethods: [GET]"),
        ("url", "", "AllowOrigins: [https://shop.example.com], AllowMethods: [PUT]"),
        ("url", "", "AllowOrigins: [https://shop.example.com], AllowMethods: ['*']"),
        ("url", "", "AllowOrigins: [https://shop.example.com], AllowMethods: [PUT], AllowHeaders: [x-a]"),
        ("url", "", "AllowOrigins: [https://shop.example.com], AllowMethods: [GET], AllowHeaders: [x-a]"),
        ("url", "", "AllowOrigins: [https://shop.example.com], AllowMethods: [PUT], AllowHeaders: ['*']"),
        ("url", "off.json", "AllowOrigins: [https://shop.example.com], AllowMethods: [GET, PUT]"),
        ("url", "off.json", "AllowOrigins: [https://shop.example.com], AllowMethods: [GET, PUT], AllowHeaders: [x-a]"),
        ("url", "", $"{Credentials}, AllowMethods: ['*'], AllowHeaders: [content-type]"),
        ("url", "", $"{Credentials}, AllowMethods: [PUT], AllowHeaders: ['*']"),
        ("url", "", $"{Credentials}, AllowMethods: ['*'], AllowHeaders: ['*'], ExposeHeaders: ['*']"),
        ("url with AWS_IAM", "", "AllowOrigins: [https://shop.example.com], AllowMethods: [PUT]"),
        ("url with AWS_IAM", "", "AllowOrigins: [https://shop.example.com], AllowMethods: [PUT], AllowHeaders: [content-type]"),
        ("url with AWS_IAM", "", "AllowOrigins: [https://shop.example.com], AllowMethods: [PUT], AllowHeaders: ['*']"),
        ("url with AWS_IAM", "", "AllowOrigins: [https://shop.example.com], AllowMethods: [PUT], AllowHeaders: [authorization, content-type]"),
        ("http", "", "AllowMethods: [PUT]"),
        ("http", "", "AllowOrigins: [], AllowMethods: [PUT]"),
        ("http", "", "AllowOrigin: [https://shop.example.com], AllowMethods: [PUT]"),
        ("http", "", "AllowOrigins: [https://shop.example.com]"),
        ("http", "", "AllowOrigins: [https://shop.example.com], AllowHeaders: [content-type]"),
        ("http", "", "AllowOrigins: [https://shop.example.com], AllowMethods: [PUT]"),
        ("http", "", "AllowOrigins: ['http://*'], AllowCredentials: true, AllowMethods: [PUT], AllowHeaders: [content-type]"),
        ("http", "", $"{Credentials}, AllowMethods: ['*'], AllowHeaders: [content-type]"),
        ("http", "", $"{Credentials}, AllowMethods: [PUT], AllowHeaders: ['*']"),
        .. from front in new[] { "url", "http" }
           from wrong in new[]
           {
               "AllowMethods: [put, GETS]", "AllowMethods: [any]", "AllowMethods: [All]", "AllowMethods: [OPTIONS]", "AllowMethods: [TRACE]", "AllowHeaders: [content type]", "ExposeHeaders: [x total]",
               "MaxAge: -2", "MaxAge: -1", "MaxAge: 0", "MaxAge: 86400", "MaxAge: 86401", "MaxAge: soon", "AllowCredentials: maybe", "AllowCredentials: 'True'",
           }
           let rest = wrong.StartsWith("AllowMethods", StringComparison.Ordinal) ? "AllowHeaders: [content-type]" : wrong.StartsWith("AllowHeaders", StringComparison.Ordinal) ? "AllowMethods: [PUT]" : "AllowMethods: [PUT], AllowHeaders: [content-type]"
           select (front, "", $"AllowOrigins: [https://shop.example.com], {rest}, {wrong}"),
        ("http, GET", "", "AllowOrigins: [https://shop.example.com], AllowHeaders: [content-type]"),
        ("http, GET", "", "AllowOrigins: [https://shop.example.com], AllowMethods: [GET]"),
        ("http, PUT", "", "AllowOrigins: [https://shop.example.com], AllowHeaders: [content-type]"),
        ("http, PUT", "", "AllowOrigins: [https://shop.example.com], AllowMethods: [PUT]"),
        ("http, PUT", "off.json", "AllowOrigins: [https://shop.example.com], AllowMethods: [PUT]"),
        ("http, ANY", "", "AllowOrigins: [https://shop.example.com], AllowMethods: [GET]"),
        ("http, ANY", "", "AllowOrigins: [https://shop.example.com], AllowMethods: [PUT]"),
        ("http, ANY", "", "AllowOrigins: [https://shop.example.com], AllowMethods: ['*']"),
        ("http, ANY", "off.json", "AllowOrigins: [https://shop.example.com], AllowMethods: [PUT]"),
        ("rest, PUT", "", Responses("AllowOrigin: \"'https://shop.example.com'\", AllowCredentials: true, AllowHeaders: \"'content-type'\"", "https://shop.example.com")),
        ("rest, PUT", "", Responses("AllowOrigin: \"'https://shop.example.com'\", AllowCredentials: true, AllowHeaders: \"'content-type'\"", "https://shop.example.com", credentials: true)),
        ("rest, PUT", "", Responses("AllowOrigin: \"'https://shop.example.com'\", AllowHeaders: \"'content-type'\"", "*")),
        ("rest, PUT", "", Responses("AllowOrigin: \"'*'\", AllowHeaders: \"'content-type'\"", "https://shop.example.com")),
        ("rest, PUT", "", Responses("AllowOrigin: \"'https://shop.example.com'\", AllowHeaders: \"'*'\"", "https://shop.example.com")),
        ("rest, PUT", "shop.json", Responses(null, "https://shop.example.com")),
        ("rest, PUT", "shop.json", Responses(null, "*")),
        ("rest, PUT", "any.json", Responses(null, "https://shop.example.com")),
        ("rest, PUT", "any.json", Responses(null, "*")),
        ("rest, PUT", "patterns.json", Responses(null, "https://pr-1.preview.example.com")),
        ("rest, PUT", "two.json", Responses(null, "https://admin.example.com", credentials: true)),
        ("rest, PUT", "credentials.json", Responses(null, "https://shop.example.com")),
        ("rest, PUT", "credentials.json", Responses(null, "https://shop.example.com", credentials: true)),
        ("rest, OPTIONS of a MOCK for PUT", "", $"{Origin}, {Headers}"),
        ("rest, OPTIONS of a MOCK for PUT", "", $"{Origin}, {Methods}"),
        ("rest, OPTIONS of a MOCK for PUT", "", $"{Any}, {Allowed}, {Methods}, {Headers}"),
        ("rest, OPTIONS of a MOCK for PUT", "", $"{Origin}, {Allowed}, {Methods}, {Headers.Replace("content-type", "*", StringComparison.Ordinal)}"),
        ("rest, OPTIONS of a MOCK for PUT", "", $"{Origin}, {Allowed}, {Methods.Replace("PUT", "*", StringComparison.Ordinal)}, {Headers}"),
        ("rest, OPTIONS of a MOCK for PUT", "", $"{Origin}, {Headers}, {Sends("Methods", "put")}"),
        ("rest, OPTIONS of a MOCK for PUT", "", $"{Origin}, {Headers}, {Sends("Methods", "PUT,FETCH")}"),
        ("rest, OPTIONS of a MOCK for PUT", "", $"{Origin}, {Headers}, {Sends("Methods", "PUT,FETCH,SEND")}"),
        ("rest, OPTIONS of a MOCK for PUT", "", $"{Origin}, {Headers}, {Sends("Methods", "PUT,get,head,post,options,connect,trace,track,propfind,proppatch,mkcol,copy,move,lock,unlock,search,report")}"),
        ("rest, OPTIONS of a MOCK for PUT", "", $"{Origin}, {Headers}, {Sends("Methods", "GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS")}"),
        ("rest, OPTIONS of a MOCK for PUT", "", $"{Origin}, {Headers}, {Sends("Methods", "PUT;GET")}"),
        ("rest, OPTIONS of a MOCK for PUT", "", $"{Origin}, {Methods}, {Sends("Headers", "content type")}"),
        ("rest, OPTIONS of a MOCK for PUT", "", $"{Origin}, {Methods}, {Headers}, {Sends("Credentials", "True")}"),
        ("rest, OPTIONS of a MOCK for PUT", "", $"{Origin}, {Methods}, {Headers}, {Sends("Credentials", "false")}"),
        .. from paths in new[] { "five", "six" }
           from headers in new[] { $"{Methods}, {Headers}", $"{Any}, {Allowed}, {Methods}, {Headers}", $"{Sends("Origin", "shop.example.com")}, {Methods}, {Headers}", $"{Origin}, {Headers}" }
           select ($"rest, {paths} paths with OPTIONS of a MOCK", "", headers),
        ("load balancer", "", Attributes(("origin", "shop.example.com"))),
        ("load balancer", "", Attributes(("origin", "https://shop.example.com,https://admin.example.com"))),
        ("load balancer", "", Attributes(("origin", "https://*.example.com"))),
        ("load balancer", "", Attributes(("origin", "*"))),
        ("load balancer", "", Attributes(("origin", "*"), ("credentials", "true"))),
        ("load balancer", "", Attributes(("origin", "https://shop.example.com"), ("credentials", "true"), ("methods", "*"), ("headers", "content-type"))),
        ("load balancer", "", Attributes(("origin", "https://shop.example.com"), ("credentials", "True"), ("methods", "put"), ("headers", "'content-type'"))),
        ("rest, OPTIONS of a MOCK for GET", "", $"{Origin}, {Headers}"),
        ("rest, OPTIONS of a MOCK for ANY", "", $"{Origin}, {Headers}"),
        ("rest, OPTIONS of a MOCK for ANY", "", $"{Origin}, {Methods}, {Headers}"),
        ("rest, PUT that is no proxy, and OPTIONS with credentials", "", Any),
        ("rest, PUT that is no proxy, and OPTIONS with credentials", "", Origin),
        ("rest, PUT that is no proxy, and OPTIONS with credentials", "", $"{Origin}, {Allowed}"),
        ("rest, PUT that is no proxy, and OPTIONS with credentials", "", $"{Origin.Replace("shop", "admin", StringComparison.Ordinal)}, {Allowed}"),
        ("rest, PUT that is no proxy, and OPTIONS for any origin", "", Origin),
        ("rest, PUT that is no proxy, and OPTIONS for any origin", "", Any),
    ];

    [Fact]
    public void Each_has_its_words()
    {
        using var folder = new TemporaryFolder();
        var said = new List<string>();
        foreach (var (template, settings, written) in Rows)
        {
            var file = folder.Write("template.yaml", Templates[template].Replace("@", written, StringComparison.Ordinal));
            said.Add($"{template}{(settings.Length == 0 ? "" : $", {settings}")}: {written}");
            said.AddRange(Tool.Findings(file, settings).Select(finding => $"    {finding.Code} {finding.Level}: {finding.Message}").DefaultIfEmpty("    nothing"));
        }

        Agreed.ShouldBe("combinations.txt", string.Join('\n', said) + "\n");
    }

    private static string Sends(string header, string value) => $"method.response.header.Access-Control-Allow-{header}: \"'{value}'\"";

    private static string Attributes(params (string Header, string Value)[] attributes) => string.Join(
        ", ", attributes.Select(attribute => $"{{ Key: routing.http.response.access_control_allow_{attribute.Header}.header_value, Value: \"{attribute.Value}\" }}"));

    private static string Sam(string api, string method, string properties) => $$"""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Api: { Type: AWS::Serverless::{{api}}, Properties: { {{properties}} } }
          Orders:
            Type: AWS::Serverless::Function
            Properties:
              Runtime: dotnet10
              Handler: Orders
              Events:
                Event: { Type: {{api}}, Properties: { {{(api == "Api" ? "RestApiId" : "ApiId")}}: !Ref Api, Path: /orders, Method: {{method}} } }
        """;

    /// <summary>Cors, and the gateway's errors for one origin.</summary>
    private static string Responses(string? cors, string origin, bool credentials = false)
    {
        var response = $$"""{ ResponseParameters: { Headers: { Access-Control-Allow-Origin: "'{{origin}}'"{{(credentials ? ", Access-Control-Allow-Credentials: \"'true'\"" : "")}} } } }""";
        return $"{(cors is null ? "" : $"Cors: {{ {cors} }}, ")}GatewayResponses: {{ DEFAULT_4XX: {response}, DEFAULT_5XX: {response} }}";
    }

    private static string Mocks(params IEnumerable<string> paths) => $$"""
        Resources:
          Api:
            Type: AWS::ApiGateway::RestApi
            Properties:
              Body:
                openapi: 3.0.1
                info: { title: orders, version: "1" }
                paths:
        {{string.Join('\n', paths.Select(path => $$"""
                  {{path}}:
                    put: { x-amazon-apigateway-integration: { type: aws_proxy, httpMethod: POST, uri: orders } }
                    options:
                      responses: { "200": { description: ok, headers: { Access-Control-Allow-Origin: {}, Access-Control-Allow-Credentials: {}, Access-Control-Allow-Methods: {}, Access-Control-Allow-Headers: {} } } }
                      x-amazon-apigateway-integration: { type: mock, requestTemplates: { application/json: '{"statusCode": 200}' }, responses: { default: { statusCode: "200", responseParameters: { @ } } } }
        """))}}
        """;

    /// <summary>A method, and OPTIONS of a MOCK with these headers; what the method's own integration sends where it is no proxy.</summary>
    private static string Mock(string method, string headers, string? sent = null)
    {
        const string declared = "method.response.header.Access-Control-Allow-Origin: true, method.response.header.Access-Control-Allow-Credentials: true, "
            + "method.response.header.Access-Control-Allow-Methods: true, method.response.header.Access-Control-Allow-Headers: true";
        var integration = sent is null ? "Integration: { Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: orders }"
            : $$"""MethodResponses: [{ StatusCode: "200", ResponseParameters: { {{declared}} } }], Integration: { Type: AWS, IntegrationHttpMethod: POST, Uri: orders, IntegrationResponses: [{ StatusCode: "200", ResponseParameters: { {{sent}} } }] }""";
        return $$"""
            Resources:
              Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: orders } }
              Method: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, ResourceId: !GetAtt Api.RootResourceId, HttpMethod: {{method}}, AuthorizationType: NONE, {{integration}} } }
              Options:
                Type: AWS::ApiGateway::Method
                Properties:
                  RestApiId: !Ref Api
                  ResourceId: !GetAtt Api.RootResourceId
                  HttpMethod: OPTIONS
                  AuthorizationType: NONE
                  MethodResponses: [{ StatusCode: "200", ResponseParameters: { {{declared}} } }]
                  Integration:
                    Type: MOCK
                    RequestTemplates: { application/json: '{"statusCode": 200}' }
                    IntegrationResponses: [{ StatusCode: "200", ResponseParameters: { {{headers}} } }]
            """;
    }
}
