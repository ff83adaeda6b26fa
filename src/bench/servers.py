"""The servers that the benchmarks start: a PostgreSQL, and programs of Java."""
import glob, http.client, json, os, pwd, re, shutil, signal, socket, subprocess, time, urllib.parse

TICK = os.sysconf('SC_CLK_TCK')


class Refused(Exception):
    """An answer, a plan or a tool is not as it should be: no number would mean anything."""


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def run(*command, **more):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)
    if done.returncode:
        raise Refused(f'{" ".join(command)[:300]}\n{done.stdout[-1000:]}{done.stderr[-2000:]}')
    return done.stdout


class Postgres:
    """A cluster of its own, durable as usual; the one of the folder, if there is one."""

    def __init__(self, folder, log):
        self.bin = sorted(glob.glob('/usr/lib/postgresql/*/bin'), key=lambda p: int(p.split('/')[4]))[-1]
        self.data, self.port = os.path.join(folder, 'postgres'), free_port()
        self.as_user = ['runuser', '-u', 'postgres', '--'] if os.getuid() == 0 else []
        found = os.path.exists(self.data)
        if not found:
            self.create()
        self.process = subprocess.Popen([*self.as_user, f'{self.bin}/postgres', '-D', self.data, '-p', str(self.port)], cwd='/',
                                        stdout=open(log, 'w'), stderr=subprocess.STDOUT)
        for _ in range(600):
            if not subprocess.call([f'{self.bin}/pg_isready', '-q', '-h', '127.0.0.1', '-p', str(self.port)]):
                break
            time.sleep(0.1)
        with open(os.path.join(self.data, 'postmaster.pid')) as pid:
            self.pid = int(pid.readline())
        if not found:
            self.sql('create database open311', database='postgres')

    def create(self):
        os.makedirs(self.data)
        if self.as_user:
            shutil.chown(self.data, 'postgres', pwd.getpwnam('postgres').pw_gid)
        run(*self.as_user, f'{self.bin}/initdb', '-D', self.data, '-U', 'open311', '--auth=trust', '-E', 'UTF8', '--locale=C.UTF-8',
            cwd='/')
        with open(os.path.join(self.data, 'postgresql.conf'), 'a') as conf:
            conf.write("""
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 60
shared_buffers = 1GB
max_wal_size = 8GB
checkpoint_timeout = 30min
log_destination = jsonlog
logging_collector = on
log_directory = log
log_filename = 'statements.log'
""")

    def options(self, database='open311'):
        return ['-h', '127.0.0.1', '-p', str(self.port), '-U', 'open311', '-d', database]

    def sql(self, text, database='open311'):
        return run(f'{self.bin}/psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', *self.options(database), '-c', text).strip()

    def cpu(self):
        """Seconds of all processes, of those that have ended too."""
        total = 0
        for path in glob.glob('/proc/[0-9]*/stat'):
            try:
                with open(path) as stat:
                    fields = stat.read().rpartition(')')[2].split()
            except OSError:
                continue
            if int(fields[1]) == self.pid:
                total += int(fields[11]) + int(fields[12])
        with open(f'/proc/{self.pid}/stat') as stat:
            fields = stat.read().rpartition(')')[2].split()
        return (total + sum(map(int, fields[11:15]))) / TICK

    def statements_of(self, call):
        """What the server says to the database for a call: [(SQL with $1, $2 …, [values])]."""
        log = os.path.join(self.data, 'log', 'statements.json')
        self.sql("alter system set log_statement = 'all'")
        self.sql('select pg_reload_conf()')
        time.sleep(0.3)
        begin = os.path.getsize(log)
        call()
        time.sleep(0.3)
        self.sql('alter system reset log_statement')
        self.sql('select pg_reload_conf()')
        time.sleep(0.3)
        found, by_session = [], {}
        with open(log, 'rb') as lines:
            lines.seek(begin)
            for line in lines:
                entry = json.loads(line)
                said = re.match(r'execute [^:]*: (.*)', entry.get('message', ''), re.S)
                if not said or entry.get('application_name') != 'open311-server':
                    continue
                values = re.findall(r"\$\d+ = (NULL|'(?:[^']|'')*')", entry.get('detail', ''))
                statement = (said[1], [None if v == 'NULL' else v[1:-1].replace("''", "'") for v in values])
                session = by_session.setdefault(entry['session_id'], [])
                session.append(statement)
                if statement[0] == 'BEGIN':
                    continue
                if session[0][0] == 'BEGIN' and statement[0] not in ('COMMIT', 'ROLLBACK'):
                    continue
                # What the server looks at once a second, and deletes once a minute, whoever calls.
                if not all(re.search(r'^(BEGIN|COMMIT|ROLLBACK)$|^delete from idempotency_key| (jurisdiction|api_key|service)\b(?!_)', s[0])
                           for s in session):
                    found += session
                del by_session[entry['session_id']]
        return found

    def stop(self):
        os.kill(self.pid, signal.SIGINT)
        self.process.wait(60)


class Java:
    """A program of Java that serves HTTP; there when the path is answered with 200."""

    def __init__(self, *command, log, port, path, env=None, cwd=None, java='java', pause=0.1):
        self.origin = f'http://127.0.0.1:{port}'
        self.process = subprocess.Popen([java, *command], env=env, cwd=cwd or os.path.dirname(log), stdout=open(log, 'w'),
                                        stderr=subprocess.STDOUT)
        self.pid = self.process.pid
        deadline = time.monotonic() + 3600  # a large database may have to be migrated first
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise Refused(f'{" ".join(command)} ended: see {log}')
            try:
                if get(self.origin + path)[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(pause)
        self.process.kill()
        raise Refused(f'no answer within an hour: see {log}')

    def cpu(self):
        with open(f'/proc/{self.pid}/stat') as stat:
            fields = stat.read().rpartition(')')[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def pss(self):
        with open(f'/proc/{self.pid}/smaps_rollup') as rollup:
            return int(re.search(r'^Pss:\s+(\d+)', rollup.read(), re.M)[1]) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait(60)


def get(url, headers=None, method='GET', body=None):
    parts = urllib.parse.urlsplit(url)
    connection = (http.client.HTTPSConnection if parts.scheme == 'https' else http.client.HTTPConnection)(parts.netloc, timeout=60)
    connection.request(method, parts.path + ('?' + parts.query if parts.query else ''), body, headers or {})
    response = connection.getresponse()
    found = response.status, response.headers, response.read()
    connection.close()
    return found


def stop(*processes):
    for each in processes:
        if each:
            try:
                each.stop()
            except (OSError, subprocess.TimeoutExpired):
                each.process.kill()
