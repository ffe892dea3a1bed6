;; Runs the configuration of docs/editors.md (CONFIG) on PROMPT and CHARTER, and writes what was seen as JSON to SEEN.
(require 'eglot)
(require 'json)
(defvar seen '())
(defun note (key value) (push (cons key value) seen))

(defun await (what condition)
  "Let the server speak until CONDITION holds; WHAT is waited for."
  (let ((deadline (+ (float-time) 30)))
    (while (not (funcall condition))
      (when (> (float-time) deadline) (error "waited in vain for %s" what))
      (accept-process-output nil 0.05))))

(defun found ()
  "The diagnostics of this buffer: line and text."
  (mapcar (lambda (d) `((line . ,(line-number-at-pos (flymake-diagnostic-beg d)))
                        (column . ,(save-excursion (goto-char (flymake-diagnostic-beg d)) (current-column)))
                        (text . ,(flymake-diagnostic-text d))))
          (flymake-diagnostics)))

(defun on (line)
  "Whether a conflict is shown on LINE."
  (seq-some (lambda (d) (and (= line (alist-get 'line d)) (string-match-p "forbids\\|demands" (alist-get 'text d)))) (found)))

(defun visit (file)
  "Open FILE as a user would: in batch mode nothing runs the hook that starts the server."
  (find-file file)
  (run-hooks 'post-command-hook)
  (await "the server" (lambda () (eglot-current-server)))
  (flymake-start))

(defun changed ()
  "Tell the server at once, which otherwise happens after a pause."
  (eglot--signal-textDocument/didChange)
  (flymake-start))

(defun run ()
  (load (getenv "CONFIG") nil t)
  (visit (getenv "PROMPT"))
  (await "the diagnostics" (lambda () (on 17)))
  (note 'opened (vconcat (found)))
  (goto-char (point-min))
  (forward-line 16)
  (forward-char 3)
  (let ((hover (jsonrpc-request (eglot-current-server) :textDocument/hover (eglot--TextDocumentPositionParams))))
    (note 'hover (plist-get (plist-get hover :contents) :value)))
  (let ((actions (eglot-code-actions (line-beginning-position) (line-end-position))))
    (note 'actions (vconcat (mapcar (lambda (a) (plist-get a :title)) actions)))
    (let ((ignore (seq-find (lambda (a) (string-match-p "ignore contradictory-directives" (plist-get a :title))) actions)))
      (eglot--apply-workspace-edit (plist-get ignore :edit))))
  (changed)
  (await "the silence" (lambda () (not (or (on 17) (on 18)))))
  (goto-char (point-min))
  (forward-line 16)
  (note 'silenced (buffer-substring-no-properties (point) (line-end-position)))
  (visit (getenv "CHARTER"))
  (note 'mode (symbol-name major-mode))
  (goto-char (+ 2 (point-min)))
  (eglot-rename "too-late")
  (eglot-format-buffer)
  (note 'charter (vconcat (split-string (buffer-substring-no-properties (point-min) (point-max)) "\n"))))

(condition-case problem (run)
  (error (note 'problem (error-message-string problem))))
(with-temp-file (getenv "SEEN") (insert (json-encode seen)))
(set-process-query-on-exit-flag (car (process-list)) nil)
(kill-emacs)
